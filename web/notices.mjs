// Writes dist/NOTICES.txt: name, version, licence and licence text of every npm package whose code or drawings reach dist.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const { metafile } = await build({
  entryPoints: ["app", "map"].map((name) => join(here, `src/js/${name}.js`)), absWorkingDir: here, bundle: true, write: false, metafile: true,
  outdir: "dist", format: "esm", logLevel: "silent",
});
// Only what survived the bundler counts: most of ol's dependencies read formats that no map here uses.
const inputs = Object.values(metafile.outputs).flatMap((out) => Object.entries(out.inputs)).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
const bundled = inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean);
const names = [...new Set(["bootstrap", "bootstrap-icons", ...bundled])].sort();

const notices = names.map((name) => {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((f) => /^(licen[cs]e|copying)/i.test(f));
  if (!file || !existsSync(join(folder, file))) throw new Error(`${name} carries no licence text`);
  return `${name} ${about.version}\n${about.license}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
writeFileSync(join(here, "dist/NOTICES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
console.log(names.join(", "));
