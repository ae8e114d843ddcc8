import { afterEach, beforeEach, expect, test } from "vitest";
import { exampleBaseline } from "../../core/baseline/example-baseline.fixture.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { Run } from "../../core/domain/run.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { newStore } from "./store.fixture.ts";
import { wayBack } from "./way-back.ts";

let place: ReturnType<typeof newStore>;
let store: RunStore;
beforeEach(() => {
  place = newStore();
  store = place.store;
});
afterEach(() => place.close());

const save = (id: string, day: string, over: Partial<Run> = {}): void => {
  const plain = minimalRun(id);
  const candidate = { ...plain.environments.candidate, name: "production", model: "risk", version: `v-of-${id}` };
  store.save(minimalRun(id, { startedAt: `${day}T06:00:00.000Z`, environments: { ...plain.environments, candidate }, codeRevision: `c0ffee-${id}`, ...over }), "ana");
};

test("the last run that was well, and how to get what it was made from", () => {
  save("r1", "2026-10-01");
  save("r2", "2026-10-02");
  save("r3", "2026-10-03", { verdict: "fail" });
  expect(wayBack(store, "risk")).toEqual(["the last run that was well is r2 (check, 2026-10-02), of production, model version v-of-r2", "restore what it was made from: lockstep runs restore r2", "the code was at c0ffee-r2: git checkout c0ffee-r2"]);
  expect(wayBack(store, "risk", { before: "2026-10-02" })[0]).toContain("is r1 ");
  expect(wayBack(store, "risk", { before: "2026-09-01" })).toEqual(["no run of risk before 2026-09-01 passed in this store"]);
  expect(wayBack(store, "other")).toEqual(["no run of other passed in this store"]);
});

test("the baseline that was approved then is taken up again, the newest is compared with", () => {
  const enter = (version: number, approvedAt: string): unknown => store.enter({ kind: "baseline", subject: `risk/v${version}`, payload: exampleBaseline({ model: "risk", version, approvedAt, approvedBy: "Ben", modelVersion: null }) as unknown as CanonicalValue }, "ben");
  enter(1, "2026-09-01T00:00:00Z");
  enter(2, "2026-10-05T00:00:00Z");
  expect(wayBack(store, "risk", { before: "2026-10-01" }).slice(1)).toEqual(["baseline v1 was approved on 2026-09-01 by Ben", "take it up again: lockstep baseline revert v1 --model risk --reason TEXT"]);
  expect(wayBack(store, "risk").slice(1)).toEqual(["baseline v2 was approved on 2026-10-05 by Ben", "compare with it: lockstep check baseline --model risk"]);
});

test("a sign-off of that time names its file and how it is held against what is deployed", () => {
  const predicate = { lockstep: "sign-off", schemaVersion: 1, model: "risk", modelVersion: "12", environment: "production", run: { id: "r1", digest: "d", verdict: "pass", headline: "h", ledgerHead: null }, manifestDigest: null, identity: {}, bound: [], fields: {}, budgets: [], accepted: [], signedAt: "2026-09-15T00:00:00Z", expiresAt: "2026-10-15T00:00:00Z", signer: "Cem", author: null, selfSigned: false };
  store.enter({ kind: "sign-off", subject: "s", payload: { file: "risk.sign-off.json", keyId: "k", statement: { predicate } } }, "cem");
  expect(wayBack(store, "risk", { before: "2026-10-01" }).slice(1)).toEqual(["signed off for production on 2026-09-15 by Cem, model version 12: risk.sign-off.json", "hold what is deployed against it: lockstep gate --sign-off risk.sign-off.json --environment production"]);
  expect(wayBack(store, "risk", { before: "2026-09-10" })).toHaveLength(1);
});
