import type { Verdict } from "../domain/verdict.ts";
import type { Look, LookFinding } from "./look.ts";

/** One thing as a look may see it; failing and enforced unless said otherwise. */
export const exampleFinding = (over: Partial<LookFinding> = {}): LookFinding => ({
  subject: "credit/precision", kind: "departure", title: "precision stays where the backtest put it", verdict: "fail", mode: "enforce", severity: "high", owner: { name: "Ana" }, consequence: "roll-back",
  since: "2026-10-01", estimate: 0.7, interval: { low: 0.6, high: 0.8, level: 0.95, method: "confidence sequence" }, sentence: "precision lies below its corridor", ...over,
});

/** The look of a day, counted from 1 October 2026, 06:00 UTC; with a fraction, of an hour in it. */
export const lookOf = (day: number, verdict: Verdict, over: Partial<LookFinding> = {}): Look => {
  const at = new Date(Date.parse("2026-10-01T06:00:00Z") + day * 864e5).toISOString();
  return { run: `run-${at}`, at, findings: [exampleFinding({ verdict, ...(verdict === "inconclusive" || verdict === "error" ? { estimate: null, interval: null } : {}), ...over })] };
};
