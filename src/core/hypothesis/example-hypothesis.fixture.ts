import type { Hypothesis } from "../domain/hypothesis.ts";

/** A resolved hypothesis to change in tests. */
export const exampleHypothesis = (change: Partial<Hypothesis> = {}): Hypothesis => ({
  id: `credit/${change.name ?? "precision"}`, model: "credit", name: "precision", claim: "nine of ten approvals are repaid", metric: { name: "precision", output: "approved", label: "repaid" },
  population: null, segments: ["region"], expected: { kind: "number", value: 0.9, standardError: 0.01, rows: null, source: "backtest of June" },
  margin: { below: 0.02, above: null, relative: false }, marginOrigin: "agreed", window: "day", timeZone: "Europe/Berlin", aggregation: "pooled",
  minimum: { coverage: 0.9, rows: 30 }, labelMaturitySeconds: 30 * 86_400, reweightBy: null, owner: { name: "Risk team" }, severity: "high", impact: { perDay: 500, unit: "EUR" },
  consequence: "pause", review: null, mode: "enforce", since: null, ...change,
});
