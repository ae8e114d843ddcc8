import type { LogCoverage, LogGap, PopulationColumn, PopulationRole } from "../../../core/domain/population.ts";
import type { PopulationSide } from "../../../core/domain/population-comparison.ts";

/** A column as it would be guessed from a log of loan decisions, or as people named it. */
export const exampleColumn = (name: string, role: PopulationRole, kind: PopulationColumn["kind"], origin: PopulationColumn["origin"] = "guessed", why = "number with many values, read before the score"): PopulationColumn => ({
  name, column: name, role, kind, type: kind === "numeric" ? "DOUBLE" : kind === "time" ? "TIMESTAMP" : "VARCHAR", origin, why: origin === "agreed" ? "named in the mapping" : why,
});

/** The columns of the loan examples. */
export const loanColumns = (): PopulationColumn[] => [
  ...["income", "age", "tenure_months", "loan_amount", "debt_ratio"].map((name) => exampleColumn(name, "feature", "numeric")),
  ...["employment", "purpose", "channel"].map((name) => exampleColumn(name, "feature", "category", "guessed", "text with few values, read before the score")),
  exampleColumn("score", "score", "numeric", "guessed", "number between 0 and 1, named score"),
  exampleColumn("decision", "decision", "category", "guessed", "three values, named decision"),
  exampleColumn("defaulted", "label", "category", "agreed"),
  exampleColumn("region", "segment", "category", "agreed"),
];

/** What was read of one log without a single trouble; the examples put troubles in. */
export const exampleCoverage = (rows: number): LogCoverage => ({
  files: 7, bytes: rows * 412, recordsRead: rows, rowsParsed: rows, dropped: [], nonSuccess: { records: Math.round(rows * 0.0004), of: rows }, sampling: { low: 1, high: 1 }, duplicates: 0,
  firstTs: "2026-10-26T00:00:02.114Z", lastTs: "2026-11-01T23:59:58.902Z", clockSkewSeconds: 0.4,
  labels: { labelled: Math.round(rows * 0.82), delayQuantiles: [{ q: 0.5, seconds: 262_800 }, { q: 0.95, seconds: 1_036_800 }], beforePrediction: 0, orphans: 12 },
});

/** One side of an example. */
export const exampleSide = (name: string, rows: number, change: { readonly coverage?: Partial<LogCoverage>; readonly gaps?: readonly LogGap[]; readonly columns?: readonly PopulationColumn[]; readonly window?: PopulationSide["window"] } = {}): PopulationSide => ({
  name, source: `logs/${name}/2026-10-*.jsonl`, format: "jsonl", digest: (name === "production" ? "5e" : "c1").repeat(32), window: change.window ?? { from: "2026-10-26T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" }, rows,
  columns: [...(change.columns ?? loanColumns())], standard: ["id", "ts", "label_ts", "latency_ms", "status", "version"], gaps: [...(change.gaps ?? [])], coverage: { ...exampleCoverage(rows), ...change.coverage },
});
