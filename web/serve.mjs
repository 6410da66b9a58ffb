// Serves the samples and dist on 127.0.0.1 under the program's content policy. Run alone it prints the addresses.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json", ".geojson": "application/geo+json" };
const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'";

export const samples = readdirSync(join(here, "samples")).filter((name) => name.endsWith(".html"));

/** Samples name the built files by their logical names; the manifest gives the real ones. `?elder` sets the elder view, as the program does by cookie. */
export async function serve(port = 0) {
  const manifest = JSON.parse(readFileSync(join(here, "dist/manifest.json"), "utf8"));
  const posts = [];
  const server = createServer(async (request, reply) => {
    if (request.method === "POST") {
      const parts = [];
      for await (const part of request) parts.push(part);
      posts.push({ path: request.url, body: Buffer.concat(parts) });
      // Slow enough for a second tap.
      await new Promise((later) => setTimeout(later, 500));
      // As the program does when it has stored what a form sent.
      const client = /0193-01|0196/.exec(posts.at(-1).body.toString())?.[0];
      reply.writeHead(303, { location: "/samples/receipt.html", ...(client && { "set-cookie": `xg_sent=${client}; Path=/` }) }).end();
      return;
    }
    const url = new URL(request.url, "http://localhost");
    const path = url.pathname.replace(/^\/dist\/(.+)$/, (whole, name) => (manifest[name] ? `/dist/${manifest[name]}` : whole));
    const file = join(here, path);
    if (!/^\/(samples|dist)\//.test(path) || !existsSync(file)) {
      // What only the program can answer (suggestions, similar cases) is "nothing new" here.
      reply.writeHead(204).end();
      return;
    }
    let body = readFileSync(file);
    if (url.searchParams.has("elder")) body = Buffer.from(body.toString().replace("<html ", "<html data-elder ").replace('value="on">', 'value="off">').replace("大字版", "标准版"));
    reply.writeHead(200, { "content-type": `${TYPES[extname(file)]}; charset=utf-8`, "content-security-policy": POLICY }).end(body);
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, posts, close: () => server.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await serve(8090);
  console.log(samples.map((name) => `${origin}/samples/${name}`).join("\n"));
}
