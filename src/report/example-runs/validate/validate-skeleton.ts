import type { Run } from "../../../core/domain/run.ts";
import type { HypothesisResult, Validation } from "../../../core/domain/validation.ts";
import { runSkeleton } from "../run-skeleton.ts";

const source = (name: string, role: "production" | "offline", path: string, rows: number): Validation["sources"][number] => ({
  name, role, source: path, digest: "7a".repeat(32), rows, counted: role === "production" ? 2 : 1, parts: role === "production" ? 124 : 1,
  coverage: {
    files: role === "production" ? 124 : 1, bytes: rows * 210, recordsRead: rows + 412, rowsParsed: rows, dropped: role === "production" ? [{ reason: "status is not a success", rows: 412, example: "2026-09-14.jsonl:88" }] : [], nonSuccess: { records: 412, of: rows + 412 }, sampling: { low: 1, high: 1 }, duplicates: 0,
    firstTs: role === "production" ? "2026-06-30T22:00:04.000Z" : "2026-03-01T23:00:10.000Z", lastTs: role === "production" ? "2026-11-02T22:58:41.000Z" : "2026-06-30T21:59:12.000Z", clockSkewSeconds: 0, labels: { labelled: Math.round(rows * 0.88), delayQuantiles: [{ q: 0.5, seconds: 5 * 86_400 }, { q: 0.95, seconds: 12.5 * 86_400 }], beforePrediction: 0, orphans: 31 },
  },
  gaps: [],
});

const record = (side: "reference" | "candidate", name: string, address: string): Run["environments"]["reference"] => ({
  name, side, kind: "file", address, protocol: address.endsWith(".parquet") ? "parquet" : "jsonl", model: "loan-risk", version: "12", platform: null, detection: "the ending, columns from the first 20,000 records", replicas: [], digest: "7a".repeat(32),
});

/** The finding that the judgement of a hypothesis or of one of its segments leaves behind. */
const findingsOf = (result: HypothesisResult): Run["findings"] => {
  const { hypothesis, overall, segments, metric, unit, refused } = result;
  const common = { check: "hypothesis", mode: hypothesis.mode, marginOrigin: hypothesis.marginOrigin, noiseFloor: null, unit } as const;
  if (overall === null) return [{ ...common, id: `hypothesis/${hypothesis.id}`, subject: { kind: "hypothesis", name: hypothesis.id, segment: null }, verdict: result.verdict, severity: hypothesis.severity, statement: `“${hypothesis.claim}” cannot be judged: ${refused?.message ?? ""}`, estimate: null, interval: null, margin: null, n: 0, reason: refused?.message ?? "", action: refused?.todo ?? "", needed: null, evidence: { code: refused?.code ?? null } }];
  return [{ judged: overall, verdict: result.verdict }, ...segments.filter(({ verdict }) => verdict !== "pass").map((judged) => ({ judged, verdict: judged.verdict }))].map(({ judged, verdict }) => {
    const segment = judged.segment === null ? null : `${judged.segment.column} = ${judged.segment.value}`;
    return {
      ...common, id: `hypothesis/${hypothesis.id}${segment === null ? "" : `/${segment}`}`, subject: { kind: "hypothesis", name: hypothesis.id, segment }, verdict, severity: verdict === "pass" ? "info" : hypothesis.severity,
      statement: `${metric}${segment === null ? "" : ` within ${segment}`} is ${String(judged.estimateSince ?? judged.estimate)}`, estimate: judged.estimate, interval: judged.interval, margin: hypothesis.margin.below ?? hypothesis.margin.above, n: judged.labelled,
      reason: judged.reason, action: verdict === "pass" ? "nothing to do" : "find out why production left what was promised", needed: judged.needed, evidence: { corridorLow: judged.corridor.low, corridorHigh: judged.corridor.high, since: judged.since, logEValue: judged.logEValue },
    };
  });
};

/** A look at production against its promises, in which nothing was judged but what an example gives. */
export const validateSkeleton = (id: string, hypotheses: HypothesisResult[], change: Partial<Validation> = {}): Run => {
  const run = runSkeleton(id);
  const asOf = "2026-11-02T23:00:00.000Z";
  const validation: Validation = {
    model: "loan-risk", environment: "production", asOf, backfill: false, sources: [source("production", "production", "logs/production/*.jsonl", 151_840), source("backtest", "offline", "backtests/2026-h1.parquet", 148_300)], hypotheses,
    family: { members: hypotheses.reduce((sum, { segments }) => sum + 1 + segments.length, 0), alpha: 0.05, method: "e-BH" }, calendar: [], missingDays: [], features: [], ...change,
  };
  return {
    ...run, kind: "validate", claim: "inputs-like-these", validation, environments: { reference: record("reference", "offline", "backtests/2026-h1.parquet"), candidate: record("candidate", "production", "logs/production/*.jsonl") },
    options: { config: "lockstep.yaml", model: "loan-risk", environment: "production", asOf }, inputs: { source: "logs/production/*.jsonl", digest: null, rows: 0, key: "", keyOrigin: "agreed", features: [], label: "repaid", segments: ["region"], synthetic: false },
    coverage: { rowsReference: 148_300, rowsCandidate: 151_840, pairs: 0, onlyReference: 0, onlyCandidate: 0, errorsReference: 0, errorsCandidate: 0, dropped: [] },
    findings: hypotheses.flatMap(findingsOf), timings: [{ step: "read production", seconds: 3.2 }, { step: "count", seconds: 1.1 }, { step: "judge", seconds: 0.4 }],
  };
};
