import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { createSqliteRunStore, storeFile } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { startServed } from "../server/served.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-gate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Controllers give up after 10 s; a tenth of that is what is promised, and a busy machine has to keep it too. */
const promisedMs = 1_000;

test("answers come within a second while another process writes and while one holds the store's lock, and see what was written", { timeout: 60_000 }, async () => {
  const directory = join(folder, ".lockstep");
  const store = createSqliteRunStore(directory);
  const credit = (id: string, verdict: "pass" | "fail") => {
    const { reference, candidate } = minimalRun(id).environments;
    return minimalRun(id, { startedAt: new Date().toISOString(), verdict, environments: { reference: { ...reference, name: "staging" }, candidate: { ...candidate, name: "production", model: "credit", version: "8" } } });
  };
  for (let at = 0; at < 200; at++) store.save(credit(`old-${at}`, "pass"), "test");
  const served = await startServed(folder);
  const ask = async (): Promise<{ ms: number; verdict: string }> => {
    const began = performance.now();
    const response = await served.ask("/gates/argo/credit/production?key=rollout");
    const { verdict } = (await response.json()) as { verdict: string };
    return { ms: performance.now() - began, verdict };
  };
  const writer = spawn(process.execPath, [resolve("src/adapters/stores/sqlite/write-runs.fixture.ts"), directory, "busy", "100000"], { stdio: ["ignore", "pipe", "inherit"] });
  await once(writer.stdout, "data");
  writer.stdout.resume();
  const told = [];
  for (let at = 0; at < 200; at++) told.push(await ask());
  writer.kill("SIGKILL");
  await once(writer, "close");
  const lock = new DatabaseSync(storeFile(directory));
  lock.exec("BEGIN IMMEDIATE");
  for (let at = 0; at < 50; at++) told.push(await ask());
  lock.exec("ROLLBACK");
  lock.close();
  const slowest = told.map(({ ms }) => ms).toSorted((a, b) => a - b);
  expect(new Set(told.map(({ verdict }) => verdict))).toEqual(new Set(["pass"]));
  expect(slowest[Math.floor(slowest.length * 0.99)]).toBeLessThan(promisedMs);
  store.save(credit("new", "fail"), "test");
  expect((await ask()).verdict).toBe("fail");
  store.save(credit("newer", "pass"), "test");
  expect((await ask()).verdict).toBe("fail");
  store.close();
  expect(await served.stop()).toBe(0);
});
