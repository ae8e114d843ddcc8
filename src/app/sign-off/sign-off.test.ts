import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { verifyEnvelope } from "../../core/evidence/verify-envelope.ts";
import { runDigest } from "../../core/ledger/run-digest.ts";
import { exampleAgreement, exampleRun, servedFingerprint } from "./example-sign-off.fixture.ts";
import { parseSignOff } from "./read-sign-off.ts";
import { type SignedOff, signOff } from "./sign-off.ts";
import type { SignOffRequest } from "./sign-off-request.ts";

const pair = generateKeyPairSync("ed25519");
const now = Date.parse("2026-03-01T12:00:00Z");

const signed = (run: Run, over: Partial<SignOffRequest> = {}): SignedOff =>
  signOff(run, { environment: "candidate", fingerprints: run.fingerprints.map(({ fingerprint }) => fingerprint), agreement: run.agreement, signer: "Ada", author: run.agreement?.author ?? null, now, ...over }, pair.privateKey);

/** Everything that stands against it, a line each. */
const refused = (run: Run, over: Partial<SignOffRequest> = {}): string[] => {
  try {
    signed(run, over);
  } catch (error) {
    if (!(error instanceof LockstepError) || error.code !== "LS512") throw error;
    return error.message.split("\n").slice(1);
  }
  return [];
};

describe("signing off", () => {
  it("names the files, the run, what is bound and until when, under a signature that verifies", () => {
    const run = exampleRun();
    const { text, statement } = signed(run);
    const read = parseSignOff(text, "x.json");
    expect(read.statement).toEqual(statement);
    expect(verifyEnvelope(read.envelope, [{ name: "Ada", key: pair.publicKey }])).toHaveLength(1);
    expect(statement.subject.map(({ name, annotations }) => `${annotations.group} ${name}`)).toEqual(["model models/model.bin", "preprocessing models/scaler.bin", "golden golden.csv"]);
    expect(statement.subject[0]?.digest.sha256).toBe("a".repeat(64));
    expect(statement.predicate).toMatchObject({
      model: "risk", modelVersion: "7", environment: "candidate", signer: "Ada", author: "Bob Builder <bob@example.com>", selfSigned: false, signedAt: "2026-03-01T12:00:00.000Z", expiresAt: "2026-03-31T12:00:00.000Z",
      run: { id: run.id, digest: `sha256:${runDigest(run)}`, verdict: "pass" }, bound: ["model", "preprocessing", "image", "lock", "precision"], budgets: [{ budget: "latency p99", verdict: "pass" }],
    });
    expect(statement.predicate.fields["package.version:numpy"]).toBe("1.26.4");
    expect(statement.predicate.fields).not.toHaveProperty("container.pod");
  });

  it.each([
    ["a failed run", exampleRun({ verdict: "fail" }), {}, /verdict is fail/],
    ["an inconclusive run", exampleRun({ verdict: "inconclusive" }), {}, /verdict is inconclusive/],
    ["warnings, when policy allows none", exampleRun({ verdict: "warn", agreement: exampleAgreement({}, { allowWarnings: false }) }), {}, /the run warns/],
    ["a budget that was not measured", exampleRun({ budgets: [] }), {}, /latency p99 \(200 ms\) was not measured/],
    ["a budget measured in the other environment alone", exampleRun({ budgets: [{ environment: "reference", budget: "latency p99", limit: 200, measured: 1, unit: "ms", verdict: "pass" }] }), {}, /was not measured in candidate/],
    ["a budget judged by another limit", exampleRun({ budgets: [{ environment: "candidate", budget: "latency p99", limit: 900, measured: 300, unit: "ms", verdict: "pass" }] }), {}, /was not measured/],
    ["a budget exceeded", exampleRun({ budgets: [{ environment: "candidate", budget: "latency p99", limit: 200, measured: 240, unit: "ms", verdict: "fail" }] }), {}, /exceeded in candidate: 240 ms, agreed 200/],
    ["a budget that chance may break", exampleRun({ budgets: [{ environment: "candidate", budget: "latency p99", limit: 200, measured: 190, unit: "ms", verdict: "inconclusive" }] }), {}, /not known to be kept/],
    ["no fingerprint", exampleRun({ fingerprints: [] }), {}, /no fingerprint/],
    ["a bound part that was not read", exampleRun(), { fingerprints: [servedFingerprint({ "image.digest": null })] }, /part "image" of candidate was not read/],
    ["replicas that differ", exampleRun(), { fingerprints: [servedFingerprint(), servedFingerprint({ "package.version:numpy": "2.0.0" })] }, /replicas of candidate differ in the identity part "lock"/],
    ["an override out of date", exampleRun({ agreement: exampleAgreement({ overrides: [{ environment: "candidate", name: "gpu", reason: "r", sets: [], allow: [], until: "2026-02-28" }] }) }), {}, /override gpu of candidate is out of date since 2026-02-28/],
    ["one's own work", exampleRun(), { signer: "bob@example.com" }, /built risk and would sign it off alone/],
    ["work of nobody known", exampleRun(), { author: null }, /nobody is named as the author/],
    ["no agreement", exampleRun({ agreement: null }), {}, /without a manifest/],
    ["a served model that nobody agreed upon", exampleRun(), { fingerprints: [servedFingerprint({ "model.file:model.bin": `sha256:${"9".repeat(64)} 120` })] }, /candidate serves none of the model files that were agreed upon; it serves model\.file:model\.bin/],
    ["no file of the model", exampleRun({ agreement: exampleAgreement({ artifacts: [] }) }), {}, /nothing to sign/],
  ] satisfies [string, Run, Partial<SignOffRequest>, RegExp][])("refuses %s, and for that reason alone", (_, run, over, reason) => {
    const reasons = refused(run, over);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(reason);
  });

  it("tells everything at once", () => {
    expect(refused(exampleRun({ verdict: "fail", budgets: [], fingerprints: [] }), { signer: "Bob Builder" })).toHaveLength(4);
  });

  it("signs with accepted warnings, one's own work where policy allows it, and no longer than an override holds", () => {
    const agreement = exampleAgreement({ overrides: [{ environment: "candidate", name: "gpu", reason: "r", sets: [], allow: [], until: "2026-03-01" }] }, { selfSigned: true });
    const warning = { id: "w", check: "noise", subject: { kind: "noise" as const, name: "score", segment: null }, verdict: "warn" as const, severity: "low" as const, mode: "warn" as const, statement: "the candidate is noisier", estimate: null, unit: "share", interval: null, margin: null, marginOrigin: null, n: 1, noiseFloor: null, reason: "r", action: "a", needed: null, evidence: {} };
    const { predicate } = signed(exampleRun({ verdict: "warn", findings: [warning, { ...warning, mode: "observe", statement: "only shown" }], agreement }), { signer: "Bob Builder" }).statement;
    expect(predicate).toMatchObject({ selfSigned: true, accepted: ["the candidate is noisier"], expiresAt: "2026-03-01T23:59:59.999Z" });
  });
});
