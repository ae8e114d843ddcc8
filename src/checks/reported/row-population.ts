import { countOf } from "../../core/wording/count-of.ts";
import type { Departure } from "./definition.ts";
import type { LabelledRows } from "./labelled-rows.ts";
import type { ReportedClaim } from "./reported-claim.ts";

/** Which rows a metric is taken over. */
export interface RowPopulation extends Departure {
  readonly where: string;
  /** What stands for the label. */
  readonly label: string;
  /** Whether rows without an answer are among them: their decision is null, and wrong. */
  readonly withFailed: boolean;
  readonly n: number;
}

/** `first 500`, `last 500 rows`. */
const counted = /^(first|last)\s+(\d+)\b/i;

const answeredAndLabelled = "place IS NOT NULL";

/** The rows a claim speaks of first, then the others it may have meant. `negative` is the label's other value where it is yes or no. */
export const rowPopulations = ({ counts }: LabelledRows, claim: ReportedClaim, negative: string | null, literal: (text: string) => string): RowPopulation[] => {
  const all: RowPopulation = { words: null, steps: 0, where: answeredAndLabelled, label: "label", withFailed: false, n: counts.labelled };
  const part = (from: "first" | "last", n: number): RowPopulation => ({
    ...all, words: `over the ${from} ${countOf(n, "row")}`, where: from === "first" ? `place <= ${n}` : `place > ${counts.labelled - n}`, n: Math.min(n, counts.labelled),
  });
  const [, side, rows] = counted.exec(claim.window ?? "") ?? [];
  const said = side === undefined ? null : part(side.toLowerCase() === "first" ? "first" : "last", Number(rows));
  const found: RowPopulation[] = said === null ? [all] : [{ ...said, words: null }, { ...all, words: `over all ${countOf(all.n, "row")}`, steps: 1 }];
  const n = claim.n ?? (rows === undefined ? null : Number(rows));
  if (n !== null && n > 0 && n < counts.labelled) {
    for (const from of ["first", "last"] as const) if (side?.toLowerCase() !== from) found.push({ ...part(from, n), steps: 1 });
  }
  if (counts.failed > 0) found.push({ ...all, words: `with ${countOf(counts.failed, "row")} that got no answer counted as wrong`, steps: 1, where: "label IS NOT NULL", withFailed: true, n: counts.labelled + counts.failed });
  if (counts.unlabelled > 0 && negative !== null) {
    found.push({ ...all, words: `with ${countOf(counts.unlabelled, "row")} without a label counted as ${negative}`, steps: 1, where: "NOT failed", label: `coalesce(label, ${literal(negative)})`, n: counts.labelled + counts.unlabelled });
  }
  return found;
};
