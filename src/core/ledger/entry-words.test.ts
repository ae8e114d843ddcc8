import { expect, test } from "vitest";
import type { LedgerKind } from "../domain/ledger-entry.ts";
import { exampleBaseline } from "../baseline/example-baseline.fixture.ts";
import { LedgerKind as kinds } from "../domain/ledger-entry.ts";
import type { CanonicalValue } from "./canonical-json.ts";
import { entryWords } from "./entry-words.ts";

test.each<[LedgerKind, string, unknown, string]>([
  ["run", "r-1", { verdict: "fail", headline: "It differs." }, "run r-1 ended as fail: It differs."],
  ["baseline", "risk/v1", exampleBaseline(), "baseline risk/v1 approved from run r-1: first release"],
  ["baseline", "risk/v3", exampleBaseline({ revertOf: 1, reason: "v2 was wrong" }), "baseline risk/v3 takes v1 up again: v2 was wrong"],
  ["golden", "abc", { file: "golden.csv", run: "r-1", added: ["a", "b"], reason: null }, "2 rows added to the golden set golden.csv from run r-1"],
  ["sign-off", "abc", { file: "s.json", statement: { predicate: { model: "risk", environment: "prod", signer: "Ana" } } }, "risk signed off for prod by Ana: s.json"],
  ["gate", "g", { asked: "prod", outcome: "does not hold" }, "gate of prod: the sign-off does not hold"],
  ["incident", "INC-2026-0001/2", { incident: "INC-2026-0001", event: { kind: "acknowledged", by: "Ana" } }, "incident INC-2026-0001/2 acknowledged by Ana"],
  ["fingerprint", "prod@t", { environment: "prod", before: null }, "prod was read for the first time"],
  ["fingerprint", "prod@u", { environment: "prod", before: "prod@t", moved: "lock moved" }, "prod is not what it was: lock moved"],
  ["agreement", "risk", { reason: "tolerances" }, "terms agreed: risk: tolerances"],
])("%s %s in words", (kind, subject, payload, words) => expect(entryWords({ kind, subject }, payload as CanonicalValue)).toBe(words));

test("every kind has words, also where its payload is not at hand", () => {
  for (const kind of kinds.options) for (const payload of [null, 3, [], {}] as const) expect(entryWords({ kind, subject: "x" }, payload)).toMatch(/\w{3}/);
});
