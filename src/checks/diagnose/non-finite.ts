import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { countOrZero } from "./cell-number.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** The largest finite float16, and magnitudes that only a float32 at its end reaches. */
export const FLOAT16_MAX = 65504;
export const FLOAT32_END = 1e38;

/** The ends of int8, which also occur by chance: they count only when they are the candidate's extreme, often, and never the reference's. */
export const INT8_ENDS = [127, -128] as const;
export const INT8_SHARE = 0.02;
export const INT8_ROWS = 5;

export interface NonFiniteCounts {
  readonly nonFinite: number;
  /** The reference has a number and the candidate nothing. */
  readonly vanished: number;
  /** The candidate stands at the end of float16 or float32, the reference does not. */
  readonly ended: number;
  readonly int8Ended: number;
  readonly pairs: number;
}

/** What to say of each kind that occurs; empty when none does. One row is enough: no model means to answer NaN. */
export const decideNonFinite = (c: NonFiniteCounts): readonly { readonly words: string; readonly rows: number }[] => {
  const kinds = [
    { words: "is NaN or infinite on one side", rows: c.nonFinite },
    { words: "stands at the largest number of its type", rows: c.ended },
    { words: "stands at 127 or -128, the ends of int8", rows: c.int8Ended >= Math.max(INT8_ROWS, INT8_SHARE * c.pairs) ? c.int8Ended : 0 },
  ].filter((kind) => kind.rows > 0);
  return c.vanished > 0 ? [...kinds, { words: "is null where the reference has a number", rows: c.vanished }] : kinds;
};

/** NAN: one side's values are not finite, missing, or saturated at the end of a narrow type. */
export const findNonFinite = async (scope: OutputScope): Promise<Sighting | null> => {
  const { engine, table, comparison, facts } = scope;
  if (comparison.role !== "score") return null;
  const { countIf, double } = engine.dialect;
  const atEnd = (v: string): string => `(abs(${v}) = ${FLOAT16_MAX} or abs(${v}) >= ${double(FLOAT32_END)})`;
  const ended = `(a is not null and b is not null and ${atEnd("b")} and not ${atEnd("a")})`;
  const ends = INT8_ENDS.filter((end) => facts.maxCandidate === end || facts.minCandidate === end);
  const int8 = isScore(scope) && ends.length > 0 ? `(outside and b in (${ends.join(", ")}) and a not in (${ends.join(", ")}))` : "false";
  const row = (await engine.query(`select ${countIf("class = 'non-finite'")} as non_finite, ${countIf("class = 'missing' and a is not null")} as vanished,
    ${countIf(ended)} as ended, ${countIf(int8)} as int8_ended from ${table}`))[0] ?? {};
  const counts = { nonFinite: countOrZero(row["non_finite"]), vanished: countOrZero(row["vanished"]), ended: countOrZero(row["ended"]), int8Ended: countOrZero(row["int8_ended"]), pairs: facts.pairs };
  const kinds = decideNonFinite(counts);
  if (kinds.length === 0) return null;
  const total = kinds.reduce((sum, kind) => sum + kind.rows, 0);
  return sighting({
    code: "NAN",
    output: comparison.output,
    statement: `${comparison.output} ${listOf(kinds.map((kind) => `${kind.words} (${countOf(kind.rows, "row")})`))}`,
    explains: total / Math.max(1, facts.outside),
    evidence: { ...counts },
    explainedRows: `(class = 'non-finite' or (class = 'missing' and a is not null) or coalesce(${ended}, false)${kinds.some((kind) => kind.words.includes("int8")) ? ` or coalesce(${int8}, false)` : ""})`,
  });
};
