import type { Agreement } from "../../core/domain/agreement.ts";
import type { FieldValue, Fingerprint } from "../../core/domain/fingerprint.ts";
import type { Run } from "../../core/domain/run.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** What a healthy server says of itself; `over` replaces or adds values. */
export const servedFingerprint = (over: Readonly<Record<string, FieldValue>> = {}, more: Partial<Fingerprint> = {}): Fingerprint => ({
  lockstep: "fingerprint", schemaVersion: 1, probe: "test 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 17,
  fields: Object.fromEntries(
    Object.entries({
      "model.file:model.bin": `${digest("a")} 120`, "preprocessing.file:scaler.bin": `${digest("b")} 80`, "image.digest": digest("c"), "package.version:numpy": "1.26.4",
      "framework.switch:torch.tf32": false, "cpu.flags": ["avx2", "fma"], "cpu.machine": "x86_64", "container.pod": "risk-7f", "server.uptime": 4000, ...over,
    }).map(([id, value]) => [id, { value, scope: "process" as const, how: "test" }]),
  ),
  unread: {}, ...more,
});

/** An agreement with one budget, that binds what is bound by default, and lets nobody sign what they built. */
export const exampleAgreement = (over: Partial<Agreement> = {}, signOff: Partial<Agreement["policy"]["signOff"]> = {}): Agreement => ({
  manifests: [{ path: "lockstep.yaml", digest: digest("f") }], model: "risk", modelVersion: "7", author: "Bob Builder <bob@example.com>", owner: null, modes: {},
  budgets: { latencyMs: { "0.99": 200 }, errorRate: null, memoryBytes: null, gpuMemoryBytes: null, cpuMsPerRequest: null }, overrides: [],
  artifacts: [
    { group: "model", path: "models/model.bin", digest: digest("a"), bytes: 120 }, { group: "preprocessing", path: "models/scaler.bin", digest: digest("b"), bytes: 80 },
    { group: "lock", path: "requirements.txt", digest: digest("d"), bytes: 5 }, { group: "golden", path: "golden.csv", digest: digest("e"), bytes: 900 },
  ],
  decision: null, featureNames: null, image: null, seeds: {}, cases: [], sources: {},
  policy: { identity: ["model", "preprocessing", "image", "lock", "precision"], equal: [], baselineStandsIn: true, signOff: { validForMs: 30 * 86_400_000, selfSigned: false, allowWarnings: true, signers: [], ...signOff } },
  baselines: "lockstep/baselines", ...over,
});

/** A run that passed, with its budget kept and the candidate's fingerprint. */
export const exampleRun = (over: Partial<Run> = {}): Run =>
  minimalRun("20260101-000000-abcdef", {
    agreement: exampleAgreement(),
    fingerprints: [{ environment: "candidate", replica: null, fingerprint: servedFingerprint() }],
    budgets: [{ environment: "candidate", budget: "latency p99", limit: 200, measured: 120, unit: "ms", verdict: "pass" }],
    ...over,
  });
