import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GateQuestion, KnownFailure } from "../../core/gate/gate-facts.ts";
import { createRolloutMemory } from "./rollout-memory.ts";

const day = 864e5;
const start = Date.parse("2026-01-20T12:00:00Z");
const rollout = (key: string): GateQuestion => ({ model: "credit", environment: "production", version: null, kinds: null, notBefore: null, maxAge: day, key });
/** What failed began before the rollout did. */
const failure: KnownFailure = { at: start - 36e5, run: "r-1", finding: null, action: "pause", sentence: "it failed" };

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "lockstep-rollouts-")); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const files = (): readonly string[] => readdirSync(join(folder, "gates")).toSorted();

test("a failure lasts as long as somebody asks, over months, restarts and other processes; what nobody asked about for 90 days is taken away", () => {
  let memory = createRolloutMemory(folder);
  for (const key of ["asked", "left"]) {
    memory.begin(rollout(key), start, "argo");
    memory.fail(rollout(key), failure, start);
  }
  const other = createRolloutMemory(folder);
  expect(other.begin(rollout("left"), start + 1, "argo")).toEqual({ since: start, failure });
  for (let days = 20; days <= 300; days += 20) {
    // A process that was killed in the middle of a line.
    appendFileSync(join(folder, "gates", files().at(-1) ?? ""), '{"rollout":"');
    if (days % 60 === 0) memory = createRolloutMemory(folder);
    expect(memory.begin(rollout("asked"), start + days * day, "argo")).toEqual({ since: start, failure });
  }
  expect(files().length).toBeLessThanOrEqual(5);
  expect(files()).not.toContain("rollouts-2026-01.jsonl");
  expect(memory.begin(rollout("left"), start + 300 * day, "argo")).toEqual({ since: start + 300 * day, failure: null });
  expect(createRolloutMemory(folder).begin(rollout("asked"), start + 301 * day, "argo")).toEqual({ since: start, failure });
});

test("whoever gives a new key at every question is stopped, others are not, and the next day begins anew", () => {
  const memory = createRolloutMemory(folder);
  const begin = (at: number): void => { for (let key = 0; key < 3_000; key++) memory.begin(rollout(`${at} ${key}`), at, "argo"); };
  expect(() => begin(start)).toThrow("argo began 2000 rollouts today");
  expect(memory.begin(rollout("another"), start, "flagger")).toEqual({ since: start, failure: null });
  expect(memory.begin(rollout(`${start} 0`), start + 5, "argo")).toEqual({ since: start, failure: null });
  expect(memory.begin(rollout("tomorrow"), start + day, "argo")).toEqual({ since: start + day, failure: null });
});
