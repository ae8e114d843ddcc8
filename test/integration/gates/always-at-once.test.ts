import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { createSqliteRunStore, storeFile } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { busyTimeoutMs } from "../../../src/adapters/stores/sqlite/open-database.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { startServed } from "../server/served.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-gate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How much longer than an answer about nothing, in the same moments: both are slow on a machine that is busy, and whoever waits for a lock waits for half a minute. */
const promised = 20;
/** What a busy machine may add to any answer, ms. */
const jitterMs = 250;
/** Half of what a process waits for a lock. */
const waitedMs = busyTimeoutMs / 2;

test("answers come as fast as those about nothing while another process writes, and at once while others hold the locks of the store and of the tokens; they see what was written", async () => {
  const directory = join(folder, ".lockstep");
  const store = createSqliteRunStore(directory);
  const credit = (id: string, verdict: "pass" | "fail") => {
    const { reference, candidate } = minimalRun(id).environments;
    return minimalRun(id, { startedAt: new Date().toISOString(), verdict, environments: { reference: { ...reference, name: "staging" }, candidate: { ...candidate, name: "production", model: "credit", version: "8" } } });
  };
  for (let at = 0; at < 60; at++) store.save(credit(`old-${at}`, "pass"), "test");
  // A rule, so that the newest run's document is needed.
  writeFileSync(join(folder, "lockstep.yaml"), "version: 1\npolicy: {decisions: [{verdict: pass, then: proceed, why: it passes}]}\n");
  const served = await startServed(folder);
  const issue = async (name: string): Promise<string> => ((await (await served.ask("/api/v1/tokens", { method: "POST", body: { name, scopes: ["gate"] } })).json()) as { secret: string }).secret;
  const [secret, unused] = [await issue("argo"), await issue("unused")];
  const timed = async <T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> => {
    const began = performance.now();
    const value = await work();
    return { ms: performance.now() - began, value };
  };
  const gate = async (token = secret): Promise<string> => ((await (await fetch(`${served.url}/gates/argo/credit/production?key=rollout`, { headers: { authorization: `Bearer ${token}` } })).json()) as { verdict: string }).verdict;
  const nothing = async (): Promise<number> => (await fetch(`${served.url}/healthz`)).status;
  const told: { readonly gate: number; readonly nothing: number; readonly verdict: string }[] = [];
  const ask = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at++) {
      const none = await timed(nothing);
      const { ms, value } = await timed(gate);
      told.push({ gate: ms, nothing: none.ms, verdict: value });
    }
  };
  const writer = spawn(process.execPath, [resolve("src/adapters/stores/sqlite/write-runs.fixture.ts"), directory, "busy", "100000"], { stdio: ["ignore", "pipe", "inherit"] });
  await once(writer.stdout, "data");
  writer.stdout.resume();
  await ask(100);
  writer.kill("SIGKILL");
  await once(writer, "close");
  const access = new DatabaseSync(join(directory, "access.db"));
  const locks = [access, new DatabaseSync(storeFile(directory)), new DatabaseSync(join(directory, "traces.db"))];
  for (const lock of locks) lock.exec("BEGIN IMMEDIATE");
  await ask(50);
  // Its first use would be written now, and cannot be.
  const first = await timed(() => gate(unused));
  expect(first.value).toBe("pass");
  expect(first.ms).toBeLessThan(waitedMs);
  for (const lock of locks) lock.exec("ROLLBACK");
  expect(new Set(told.map(({ verdict }) => verdict))).toEqual(new Set(["pass"]));
  const median = (values: readonly number[]): number => values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN;
  for (const part of [told.slice(0, 100), told.slice(100)]) expect(median(part.map((each) => each.gate))).toBeLessThan(promised * median(part.map((each) => each.nothing)) + jitterMs);
  const lastUse = (): unknown => access.prepare("SELECT last_used_at AS at FROM tokens WHERE name = 'unused'").get()?.["at"];
  expect(lastUse()).toBeNull();
  await gate(unused);
  expect(lastUse()).not.toBeNull();
  for (const lock of locks) lock.close();
  store.save(credit("new", "fail"), "test");
  expect(await gate()).toBe("fail");
  store.save(credit("newer", "pass"), "test");
  expect(await gate()).toBe("fail");
  store.close();
  expect(await served.stop()).toBe(0);
});
