import { appendFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { Run } from "../../../src/core/domain/run.ts";
import { sdkSource } from "../probe/python-start.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "../servers/free-port.ts";
import { type RunningServer, startServer } from "../servers/start-server.ts";

const here = dirname(fileURLToPath(import.meta.url));
let folder: string;
const running: RunningServer[] = [];
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), "lockstep-sdk-log-")); });
afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

const start = async (log: string): Promise<RunningServer> => {
  const { python } = await ensureEnvironment("sklearn-1.4.2");
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = ["-m", "uvicorn", "service:app", "--host", "127.0.0.1", "--port", new URL(url).port, "--no-access-log", "--log-level", "warning"];
  const server = await startServer({ name: "the logging service", file: python, args, cwd: here, env: { PYTHONPATH: sdkSource, LOG_FOLDER: join(folder, log) }, healthUrl: `${url}/health`, url });
  running.push(server);
  return server;
};
const predict = (server: RunningServer, age: number | null): Promise<Response> => fetch(`${server.url}/predict`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ age, town: age === null ? "a" : "bcd"[age % 3] }) });
/** 20 at once, so that requests overlap. */
const load = async (server: RunningServer, ages: readonly (number | null)[]): Promise<void> => {
  for (let at = 0; at < ages.length; at += 20) await Promise.all(ages.slice(at, at + 20).map(async (age) => { expect((await predict(server, age)).status).toBe(200); }));
};
const isWritten = async (server: RunningServer): Promise<unknown> => (await fetch(`${server.url}/written`)).json();

it("what a service under load wrote is compared, and what it could not write is counted", async () => {
  const servers = await Promise.all([start("a"), start("b")]);
  const ages = Array.from({ length: 600 }, (_, at) => 20 + (at % 60));
  await load(servers[0], ages);
  await load(servers[1], [...ages, null, null]);
  for (const server of servers) expect(await isWritten(server)).toEqual({ written: true });
  // Killed: no end of the interpreter, no last word.
  for (const server of servers) {
    const [file] = await readdir(join(folder, server === servers[0] ? "a" : "b"));
    process.kill(Number(/-(\d+)-/.exec(file ?? "")?.[1]), "SIGKILL");
  }
  const ended = await runCli(["compare", "a", "b", "--json", "--quiet", "--exit-zero"], { cwd: folder });
  expect(ended.stderr).toBe("");
  const { population } = Run.parse(JSON.parse(ended.stdout));
  const unwritten = ages.filter((age) => age === 33).length;
  const dropped = [{ reason: "was never written: a value of type object", rows: unwritten, example: null }];
  expect(population?.reference.coverage).toMatchObject({ recordsRead: 600, rowsParsed: 600 - unwritten, dropped, nonSuccess: { records: 0 } });
  expect(population?.candidate.coverage).toMatchObject({ recordsRead: 602, rowsParsed: 602 - unwritten, dropped, nonSuccess: { records: 2 } });
  expect(population?.candidate.columns.find(({ name }) => name === "risk")).toMatchObject({ role: "score", kind: "numeric" });
}, 240_000);

it("killed in the middle, at most the last line is torn, and it is counted", async () => {
  const server = await start("killed");
  let answered = 0;
  const busy = (async () => { for (;;) { await predict(server, 40); answered += 1; } })().catch(() => undefined);
  await expect.poll(() => answered, { timeout: 60_000 }).toBeGreaterThan(300);
  const [file = ""] = await readdir(join(folder, "killed"));
  process.kill(Number(/-(\d+)-/.exec(file)?.[1]), "SIGKILL");
  await busy;
  const text = await readFile(join(folder, "killed", file), "utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  const isTorn = !text.endsWith("\n");
  for (const line of isTorn ? lines.slice(0, -1) : lines) expect(JSON.parse(line)).toMatchObject({ v: 1 });
  // A kill seldom hits a write; a half line is what it leaves when it does.
  if (!isTorn) await appendFile(join(folder, "killed", file), (lines.at(-1) ?? "").slice(0, 60));
  const whole = isTorn ? lines.length - 2 : lines.length - 1;
  const ended = await runCli(["compare", "a", "killed", "--json", "--quiet", "--exit-zero"], { cwd: folder });
  expect(ended.stderr).toBe("");
  expect(Run.parse(JSON.parse(ended.stdout)).population?.candidate.coverage).toMatchObject({ recordsRead: whole + 1, rowsParsed: whole, dropped: [{ rows: 1 }] });
  expect(lines.length - 1).toBeGreaterThan(200);
  expect(lines.length - 1).toBeLessThanOrEqual(answered + 1);
}, 240_000);
