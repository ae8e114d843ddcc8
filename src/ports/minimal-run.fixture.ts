import type { EnvironmentRecord } from "../core/domain/environment.ts";
import { plainCheck } from "../core/domain/plain-check.ts";
import type { Run } from "../core/domain/run.ts";

/** The smallest document that is a run: two files of one row, equal; for tests of what keeps and shows runs. */
export const minimalRun = (id: string, over: Partial<Run> = {}): Run => {
  const environment = (side: "reference" | "candidate"): EnvironmentRecord => ({
    name: side,
    side,
    kind: "file",
    address: `${side}.csv`,
    protocol: "csv",
    model: null,
    version: null,
    platform: null,
    detection: "by its ending",
    replicas: [],
    digest: null,
  });
  return {
    schemaVersion: 1,
    kind: "check",
    population: null,
    validation: null,
    id,
    startedAt: "2026-01-02T03:04:05.000Z",
    finishedAt: "2026-01-02T03:04:06.000Z",
    tool: { name: "lockstep", version: "0.0.0" },
    host: { platform: "linux", arch: "x64", node: "24.0.0" },
    codeRevision: null,
    options: {},
    seed: 0,
    claim: "these-inputs",
    environments: { reference: environment("reference"), candidate: environment("candidate") },
    inputs: { source: "reference.csv", digest: null, rows: 1, key: "id", keyOrigin: "guessed", features: [], label: null, segments: [], synthetic: false },
    coverage: { rowsReference: 1, rowsCandidate: 1, pairs: 1, onlyReference: 0, onlyCandidate: 0, errorsReference: 0, errorsCandidate: 0, dropped: [] },
    outputs: [],
    noise: [],
    replicas: [],
    segments: [],
    metrics: [],
    reliability: [],
    latency: [],
    latencyRatios: [],
    errors: [],
    patterns: [],
    worst: [],
    ...plainCheck,
    findings: [],
    verdict: "pass",
    headline: "The candidate gives the same answers.",
    decision: { action: "proceed", reason: "nothing differs", exitCode: 0 },
    nextActions: [],
    ledger: null,
    timings: [],
    ...over,
  };
};
