// A demo office for a test file: the program on a free port over a fresh data folder, gone afterwards.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

const PROGRAM = process.env.XINGGE_BIN ?? new URL("../../target/debug/xingge", import.meta.url).pathname;
const env = { ...process.env, XINGGE_LOG: "warn" };

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** @returns {Promise<{ origin: string, close: () => Promise<void> }>} */
export async function openOffice(history = 200) {
  const data = await mkdtemp(join(tmpdir(), "xingge-e2e-"));
  await promisify(execFile)(PROGRAM, ["demo", "--data", data, "--history", String(history), "--build-only"], { env });
  const port = await freePort();
  const office = spawn(PROGRAM, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], { env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((done) => office.once("exit", done));
  // A test run that is broken off leaves no program behind.
  const killed = () => office.kill("SIGKILL");
  process.once("exit", killed);
  const origin = `http://127.0.0.1:${port}`;
  const close = async () => {
    office.kill("SIGTERM");
    const late = setTimeout(() => office.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(late);
    process.off("exit", killed);
    await rm(data, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100; tries += 1) {
    if (office.exitCode !== null) break;
    const up = await fetch(`${origin}/healthz`).then((reply) => reply.ok, () => false);
    if (up) return { origin, close };
    await wait(100);
  }
  await close();
  throw new Error(`${PROGRAM} did not answer on ${origin}`);
}
