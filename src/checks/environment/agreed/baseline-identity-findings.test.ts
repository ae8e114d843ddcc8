import { expect, test } from "vitest";
import { exampleBaseline } from "../../../core/baseline/example-baseline.fixture.ts";
import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import { identityOf } from "../../../core/fingerprint/identity-of.ts";
import { baselineIdentityFindings } from "./baseline-identity-findings.ts";

const served = (digest: string): Fingerprint => ({
  lockstep: "fingerprint", schemaVersion: 1, probe: "test", takenAt: "2026-01-02T03:04:05Z", method: "in-process", pid: 1, unread: {},
  fields: { "model.file:m.bin": { value: `sha256:${digest.repeat(64)} 3`, scope: "process", how: "read" } },
});
const judge = (fingerprint: Fingerprint | null, equal: readonly string[] = ["model", "preprocessing"], equalAgreed = true) =>
  baselineIdentityFindings({ baseline: { ...exampleBaseline(), identity: { model: identityOf(served("a")).model ?? "" } }, environment: "staging", fingerprint, equal, equalAgreed }).map(({ subject, verdict }) => [subject.name, verdict]);

test("the model that was approved passes, another one fails", () => {
  expect(judge(served("a"))).toEqual([["model of staging", "pass"]]);
  expect(judge(served("b"))).toEqual([["model of staging", "fail"]]);
});

test("what nobody read is inconclusive where it was agreed, and what was not demanded is not judged", () => {
  expect(judge(null)).toEqual([["model of staging", "inconclusive"]]);
  expect(judge(null, ["model"], false)).toEqual([]);
  expect(judge(served("b"), ["schema"])).toEqual([]);
});
