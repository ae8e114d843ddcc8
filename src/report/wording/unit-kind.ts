/** How a unit's numbers are written and which way they may go. */
export interface UnitKind {
  readonly written: "share" | "ratio" | "ms" | "bytes" | "plain";
  /** `ceiling`: the margin is the most allowed; `floor`: the least; `distance`: as far from the neutral value as the margin, either way. */
  readonly allowed: "ceiling" | "floor" | "distance";
  /** The value that means no difference at all. */
  readonly neutral: number;
}

/** Reads a finding's unit: `share of pairs outside tolerance`, `difference of error rates`, `ratio of latencies`, `rank correlation`, `ms`, `bytes`, … */
export const unitKind = (unit: string): UnitKind => {
  if (/\b(shares?|rates?)\b/.test(unit)) return { written: "share", allowed: "ceiling", neutral: 0 };
  if (/^ratio\b/.test(unit)) return { written: "ratio", allowed: "ceiling", neutral: 1 };
  if (/^difference of rates\b/.test(unit)) return { written: "share", allowed: "ceiling", neutral: 0 };
  if (/\bdistance\b/.test(unit)) return { written: "plain", allowed: "ceiling", neutral: 0 };
  if (/\bfraction\b/.test(unit)) return { written: "share", allowed: "floor", neutral: 1 };
  if (/\brank correlation\b/.test(unit)) return { written: "plain", allowed: "floor", neutral: 1 };
  if (/^(count|pairs|rows|days)\b/.test(unit)) return { written: "plain", allowed: "ceiling", neutral: 0 };
  // Only budgets are counted in times and bytes: the limit is the most allowed.
  if (/^difference in (ms|milliseconds)\b/.test(unit)) return { written: "ms", allowed: "ceiling", neutral: 0 };
  if (/^ms\b|milliseconds/.test(unit)) return { written: "ms", allowed: "ceiling", neutral: 0 };
  if (/^bytes\b/.test(unit)) return { written: "bytes", allowed: "ceiling", neutral: 0 };
  return { written: "plain", allowed: "distance", neutral: 0 };
};
