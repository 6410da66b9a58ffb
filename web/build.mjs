// Builds web/dist: the style sheet, the two scripts, the icon sprite, the logo, and manifest.json (logical name -> hashed file name);
// and dist/fonts, the fonts of printed documents, gzipped, which no page loads.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compile } from "sass";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const target = ["chrome86", "safari14.1"];

/** Names of the bootstrap-icons that the templates may use as `sprite.svg#<name>`. */
const ICONS = readFileSync(join(here, "src/icons.txt"), "utf8").split(/\s+/).filter(Boolean);

/** Fonts of printed documents, name in dist/fonts to place in their package. */
const FONTS = {
  "NotoSansSC-Regular.ttf.gz": "400Regular/NotoSansSC_400Regular.ttf",
  "NotoSansSC-Bold.ttf.gz": "700Bold/NotoSansSC_700Bold.ttf",
};

async function bundle(entry) {
  const out = await build({
    entryPoints: [join(here, entry)], bundle: true, minify: true, format: "esm", target, write: false,
    legalComments: "none", charset: "utf8",
  });
  return out.outputFiles[0].text;
}

async function sheet() {
  // Bootstrap 5.3 still speaks the @import dialect of Sass.
  const css = compile(join(here, "src/scss/app.scss"), {
    quietDeps: true, silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  }).css;
  const out = await build({ stdin: { contents: css, loader: "css" }, minify: true, target, write: false, charset: "utf8" });
  return out.outputFiles[0].text;
}

function sprite() {
  const symbol = (id, svg) => {
    const [, box] = svg.match(/viewBox="([^"]+)"/);
    const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${id}" viewBox="${box}">${inner}</symbol>`;
  };
  const icons = ICONS.map((name) => symbol(name, readFileSync(join(here, `node_modules/bootstrap-icons/icons/${name}.svg`), "utf8")));
  const logo = symbol("logo", readFileSync(join(here, "src/logo.svg"), "utf8"));
  return `<svg xmlns="http://www.w3.org/2000/svg">${logo}${icons.join("")}</svg>\n`;
}

const files = {
  "app.css": await sheet(),
  "app.js": await bundle("src/js/app.js"),
  "map.js": await bundle("src/js/map.js"),
  "sprite.svg": sprite(),
  "logo.svg": readFileSync(join(here, "src/logo.svg"), "utf8"),
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
const manifest = {};
for (const [name, text] of Object.entries(files)) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const ext = extname(name);
  manifest[name] = `${basename(name, ext)}-${hash}${ext}`;
  writeFileSync(join(dist, manifest[name]), text);
  console.log(`${manifest[name].padEnd(28)} ${String(Buffer.byteLength(text)).padStart(8)} bytes`);
}

const noto = join(here, "node_modules/@expo-google-fonts/noto-sans-sc");
mkdirSync(join(dist, "fonts"));
// The OFL wants its text beside the fonts wherever they go, into the program too.
copyFileSync(join(noto, "LICENSE_FONT"), join(dist, "fonts/LICENSE.txt"));
for (const [name, path] of Object.entries(FONTS)) {
  const packed = gzipSync(readFileSync(join(noto, path)), { level: 9 });
  writeFileSync(join(dist, "fonts", name), packed);
  console.log(`fonts/${name.padEnd(22)} ${String(packed.length).padStart(8)} bytes`);
}
// Last: its age tells `cargo xtask web` that the build was whole.
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
