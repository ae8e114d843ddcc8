import type { Finding } from "../../../core/domain/finding.ts";
import type { HypothesisResult } from "../../../core/domain/validation.ts";
import { percent } from "../../../core/wording/percent.ts";

/** A longer tail of rare values than this is worth a warning; values are frozen from the offline source, the most frequent ones. */
const longestTail = 0.1;

/** Columns within whose values a claim was to be judged, and most of whose values are not: production writes others than the offline source had, or too many. Empty where the tail is short. */
export const beyondSegmentsFindings = ({ hypothesis, overall, segments }: HypothesisResult): Finding[] => hypothesis.segments.flatMap((column): Finding[] => {
  const rows = overall?.rows ?? 0;
  const inside = segments.reduce((sum, { segment, rows: own }) => sum + (segment?.column === column ? own : 0), 0);
  const outside = rows === 0 ? 0 : 1 - inside / rows;
  if (outside <= longestTail) return [];
  return [{
    id: `hypothesis.segments:${hypothesis.id}/${column}`, check: "hypothesis.segments", subject: { kind: "hypothesis", name: hypothesis.id, segment: column }, verdict: "warn", severity: "medium", mode: hypothesis.mode === "observe" ? "observe" : "warn",
    statement: `${percent(outside)} of the rows have a value of ${column} that is not judged by itself: “${hypothesis.claim}” is told of them with all rows only`,
    estimate: outside, unit: "share", interval: null, margin: longestTail, marginOrigin: "default", n: rows, noiseFloor: null, needed: null, evidence: {},
    reason: "they are empty, rare, or values that the offline source does not have", action: `See how ${column} is written on both sides, and map it alike`,
  }];
});
