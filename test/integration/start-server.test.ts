import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { freePort } from "./servers/free-port.ts";
import { type ServerCommand, startServer } from "./servers/start-server.ts";

/** A server that starts a child of its own and says both process ids. */
const parentAndChild = `
const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
console.log("pids " + process.pid + " " + child.pid);
require("node:http").createServer((request, response) => response.end("ok")).listen(Number(process.argv[1]), "127.0.0.1");
`;

const commandOf = async (script: string): Promise<ServerCommand> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return { name: "a small server", file: process.execPath, args: ["-e", script, String(port)], healthUrl: `${url}/health`, url };
};

const pidsIn = (text: string): number[] => (/pids (\d+) (\d+)/.exec(text) ?? []).slice(1).map(Number);

const gone = async (pids: readonly number[]): Promise<void> => {
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("stopping a server ends what it started too", async () => {
  const server = await startServer(await commandOf(parentAndChild));
  const pids = pidsIn(server.logs());
  expect(pids.every(isAlive)).toBe(true);
  await server.stop();
  await gone(pids);
});

test("a server that does not come up is reported with everything it said", async () => {
  const failing = startServer(await commandOf('console.log("model file not found: /models/a.joblib"); process.exit(3)'));
  await expect(failing).rejects.toThrow(/a small server ended with 3[\s\S]*model file not found: \/models\/a\.joblib/);
});

test("a test process that ends in the middle takes its servers along", async () => {
  const command = await commandOf(parentAndChild);
  const module = fileURLToPath(new URL("./servers/start-server.ts", import.meta.url));
  const script = `const { startServer } = await import(${JSON.stringify(module)}); const server = await startServer(${JSON.stringify(command)}); console.log(server.logs()); process.exit(1);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  await gone(pidsIn(said));
});
