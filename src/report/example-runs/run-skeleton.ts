import type { EnvironmentRecord } from "../../core/domain/environment.ts";
import { plainCheck } from "../../core/domain/plain-check.ts";
import type { Run } from "../../core/domain/run.ts";

const environment = (side: EnvironmentRecord["side"], name: string, port: number): EnvironmentRecord => ({
  name, side, kind: "endpoint", address: `http://127.0.0.1:${port}/v2/models/churn`, protocol: "open-inference", model: "churn", version: "7", platform: "sklearn",
  detection: "GET /v2 answered with server metadata; input names, shapes and types from GET /v2/models/churn", replicas: [], digest: "9f".repeat(32),
});

/** A run in which nothing was asked yet; the examples fill in what they are about. */
export const runSkeleton = (id: string): Run => ({
  schemaVersion: 1, kind: "check", population: null, validation: null, id, startedAt: "2026-11-03T09:04:51.000Z", finishedAt: "2026-11-03T09:05:14.400Z",
  tool: { name: "lockstep", version: "0.1.0" }, host: { platform: "linux", arch: "x64", node: "24.9.0" }, codeRevision: "4f1c9e2",
  options: { seed: 7, concurrency: 4, timeout: "30s", repeats: 2, inputs: "customers.parquet", key: "customer_id", header: ["Authorization: env:CHURN_TOKEN"], resume: false, ca: null },
  seed: 7, claim: "these-inputs",
  environments: { reference: environment("reference", "staging", 8080), candidate: environment("candidate", "production", 8081) },
  inputs: {
    source: "customers.parquet", digest: "3c".repeat(32), rows: 12000, key: "customer_id", keyOrigin: "guessed",
    features: ["tenure", "monthly_charges", "contract", "region"], label: null, segments: [], synthetic: false,
  },
  coverage: { rowsReference: 12000, rowsCandidate: 12000, pairs: 12000, onlyReference: 0, onlyCandidate: 0, errorsReference: 0, errorsCandidate: 0, dropped: [] },
  outputs: [], noise: [], replicas: [], segments: [], metrics: [], reliability: [], latency: [], latencyRatios: [], errors: [], patterns: [], worst: [], ...plainCheck, findings: [],
  verdict: "inconclusive", headline: "Nothing was compared.", decision: { action: "pause", reason: "there is not enough evidence to tell, and no evidence is never a pass", exitCode: 3 },
  nextActions: [], ledger: { sequence: 12, head: "b7".repeat(32) },
  timings: [{ step: "find out the protocol", seconds: 0.21 }, { step: "ask", seconds: 21.4 }, { step: "compare", seconds: 0.84 }],
});
