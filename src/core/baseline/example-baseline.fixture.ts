import type { Baseline } from "../domain/baseline.ts";

/** A baseline of three rows, for tests of what keeps and compares them. */
export const exampleBaseline = (over: Partial<Baseline> = {}): Baseline => ({
  lockstep: "baseline",
  schemaVersion: 1,
  model: "risk",
  version: 1,
  approvedAt: "2026-01-02T03:04:05.000Z",
  approvedBy: "ana",
  reason: "first release",
  run: { id: "r-1", digest: "a".repeat(64) },
  environment: "staging",
  side: "reference",
  modelVersion: "7",
  inputsDigest: "b".repeat(64),
  key: "id",
  recording: { file: "recording.parquet", digest: "c".repeat(64), rows: 3 },
  tolerances: { score: { mode: "either", absolute: 1e-6, relative: 0, origin: "agreed", why: "as measured" } },
  maxOutside: 0.001,
  latency: { "0.5": 12 },
  peakMemoryBytes: null,
  identity: {},
  revertOf: null,
  ...over,
});
