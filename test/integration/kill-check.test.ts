import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDuckDbEngine } from "../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { createSqliteRunStore } from "../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { xoshiro128 } from "../../src/core/random/xoshiro-128.ts";

const kills = 50;
const rows = 60;
const cli = resolve("src/cli/main.ts");
const folder = mkdtempSync(join(tmpdir(), "lockstep-kill-"));
const store = join(folder, ".lockstep");
let server: Server;
let asked = 0;

/** One number in, one number out, a few milliseconds later. */
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    request.on("end", () => {
      if (request.method === "POST") asked += 1;
      setTimeout(() => response.setHeader("content-type", "application/json").end(request.method === "POST" ? JSON.stringify({ score: Math.sqrt((JSON.parse(body) as { x: number }).x) }) : "{}"), 3);
    });
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  writeFileSync(join(folder, "rows.csv"), `id,x\n${Array.from({ length: rows }, (_, row) => `${row},${row + 0.1}`).join("\n")}\n`);
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command line; killed without warning after so many milliseconds, when a number is given. */
const lockstep = (args: readonly string[], killAfter: number | null = null): Promise<{ readonly code: number | null; readonly output: string; readonly ms: number }> =>
  new Promise((done) => {
    const from = performance.now();
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => { output += chunk.toString(); });
    const timer = killAfter === null ? null : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("close", (code) => {
      if (timer !== null) clearTimeout(timer);
      done({ code, output, ms: performance.now() - from });
    });
  });

const check = (): string[] => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/predict`;
  return ["check", `staging=${url}`, `testing=${url}`, "--inputs", "rows.csv", "--key", "id", "--template", '{"x": {{x}}}', "--quiet"];
};

/** Each asked row of each arm stands exactly once in the recording, with the answer that the server gives. */
const expectComplete = async (runId: string): Promise<void> => {
  const engine = await createDuckDbEngine({ memoryLimitBytes: 2 ** 28, temporaryDirectory: join(folder, "tmp") });
  try {
    for (const side of ["reference", "candidate"]) {
      const recording = `read_parquet('${join(store, "recordings", runId, `${side}.parquet`)}')`;
      const [found] = await engine.query(`SELECT count(*) AS n, count(DISTINCT (call, "row")) AS calls, count(DISTINCT (arm, repeat, "row")) AS places, count(*) FILTER (arm = 'main') AS main,
        count(*) FILTER (arm IN ('main', 'serial') AND "output.score" IS DISTINCT FROM sqrt("row" + 0.1::DOUBLE)) AS wrong FROM ${recording}`);
      const [n, calls, places, main, wrong] = ["n", "calls", "places", "main", "wrong"].map((name) => Number(found?.[name]));
      expect([main, wrong, calls, places]).toEqual([2 * rows, 0, n, n]);
    }
  } finally {
    await engine.close();
  }
};

test(`killed at ${kills} random points: a rerun completes, nothing is lost or counted twice, the ledger verifies`, { timeout: 900_000 }, async () => {
  const whole = await lockstep(check());
  expect([whole.code, whole.output]).toEqual([0, expect.stringContaining("PASS")]);
  const perRun = asked;
  const random = xoshiro128(50);
  let finished = 1;
  for (let killed = 0; killed < kills;) {
    // Slightly beyond the whole length, so that the last steps (recording, storing, reporting) are hit too.
    const ended = await lockstep(check(), random.unit() * whole.ms * 1.05);
    if (ended.code === null) killed += 1;
    else expect(ended.code, ended.output).toBe(0);
    const runs = createSqliteRunStore(store);
    const ids = runs.list(1000, 0).map(({ id }) => id);
    runs.close();
    expect([finished, finished + 1]).toContain(ids.length);
    if (ids.length > finished && ids[0] !== undefined) await expectComplete(ids[0]);
    finished = ids.length;
    const ledger = await lockstep(["ledger", "verify"]);
    expect(ledger.code, ledger.output).toBe(0);
  }
  const last = await lockstep(check());
  expect(last.code, last.output).toBe(0);
  // Whatever was begun is finished, and nothing is left of it but runs.
  expect(readdirSync(join(store, "unfinished"))).toEqual([]);
  // Asked again are the requests in flight at a kill, each process's warm-up, and the few by which it sees that nothing has changed.
  expect(asked).toBeLessThan(perRun * (finished + 1) + (kills + 2) * 80);
  process.stdout.write(`${kills} kills, ${finished + 1} finished runs, ${asked} requests, ${perRun} in an uninterrupted run\n`);
});
