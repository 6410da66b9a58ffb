// Writes dist/NOTICES.txt: name, version, licence and licence text of every npm package whose code, drawings or fonts reach dist;
// prints them as a table.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
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
const names = [...new Set(["@expo-google-fonts/noto-sans-sc", "bootstrap", "bootstrap-icons", ...bundled])].sort();

const notices = names.map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  // A package of a font carries two: its own and the font's.
  const files = readdirSync(folder).filter((f) => /^(licen[cs]e|copying)/i.test(f)).sort();
  if (!files.length) throw new Error(`${name} carries no licence text`);
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return { name, version, license, text: `${name} ${version}\n${license}\n\n${texts.join("\n\n")}\n` };
});
writeFileSync(join(here, "dist/NOTICES.txt"), notices.map(({ text }) => text).join(`\n${"-".repeat(80)}\n\n`));
// `cargo xtask notices` takes what is printed into THIRD-PARTY.md.
console.log("| package | version | licence |\n| --- | --- | --- |");
for (const { name, version, license } of notices) console.log(`| ${name} | ${version} | ${license} |`);
