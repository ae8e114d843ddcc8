import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { countOrZero, numberOrNull } from "./cell-number.ts";
import type { OutputScope } from "./output-scope.ts";
import type { PairFacts } from "./pair-facts.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** The candidate's most frequent values that are added up: constant, or the two ends of a saturated score. */
export const FLAT_VALUES = 2;

/** Share of the candidate's answers on those values. */
export const FLAT_SHARE = 0.9;

/** The reference's own share on as many values must stay below this: it varies on the same inputs. */
export const FLAT_REFERENCE_SHARE = 0.5;

/** A decision of two values is flat only when nearly all answers are one value that the reference gives far less often. */
export const FLAT_DECISION_SHARE = 0.99;
export const FLAT_DECISION_REFERENCE_SHARE = 0.9;

/** Few values: a twentieth of the reference's different values ... */
export const FLAT_FEWER = 0.05;

/** ... from this many on, and in another order than the reference's: scores rounded to few digits keep theirs. */
export const FLAT_DISTINCT = 50;
export const FLAT_RANK = 0.95;

/** With fewer rows the reference itself has few values. */
export const FLAT_ROWS = 10;

/** A probability this near to 0 or 1 is saturated: its log-odds exceed 13, far outside what inputs on the right scale reach. */
export const FLAT_SATURATED = 2e-6;

export interface TopShares {
  readonly rows: number;
  /** Share of the answers on the most frequent value, and on the two most frequent. */
  readonly candidateOne: number;
  readonly candidateTwo: number;
  readonly referenceOne: number;
  readonly referenceTwo: number;
}

/** Share of the candidate's answers on its one or two values, when it is flat while the reference varies. */
export const decideFlat = (shares: TopShares, role: "score" | "decision" | "text"): { readonly values: 1 | 2; readonly share: number } | null => {
  if (shares.rows < FLAT_ROWS) return null;
  if (role !== "score") {
    return shares.candidateOne >= FLAT_DECISION_SHARE && shares.referenceOne <= FLAT_DECISION_REFERENCE_SHARE ? { values: 1, share: shares.candidateOne } : null;
  }
  if (shares.candidateOne >= FLAT_SHARE && shares.referenceOne <= FLAT_REFERENCE_SHARE) return { values: 1, share: shares.candidateOne };
  return shares.candidateTwo >= FLAT_SHARE && shares.referenceTwo <= FLAT_REFERENCE_SHARE ? { values: 2, share: shares.candidateTwo } : null;
};

/** Whether the candidate has only a handful of values where the reference has many, and not by rounding. */
export const fewValues = (facts: Pick<PairFacts, "distinctReference" | "distinctCandidate" | "spearman">): boolean =>
  facts.distinctCandidate > FLAT_VALUES && facts.distinctReference >= FLAT_DISTINCT && facts.distinctCandidate <= FLAT_FEWER * facts.distinctReference && facts.spearman < FLAT_RANK;

/** FLAT: the candidate answers nearly everything alike while the reference varies. */
export const findFlat = async (scope: OutputScope): Promise<Sighting | null> => {
  const { engine, table, comparison, facts } = scope;
  const score = comparison.role === "score" && facts.finite > 0;
  const { double, countIf, literal } = engine.dialect;
  const probabilities = score && facts.minReference >= 0 && facts.maxReference <= 1 && facts.minCandidate >= 0 && facts.maxCandidate <= 1;
  // Saturated probabilities differ in digits nobody sees; they count as the end that they are at.
  const seen = (v: string): string => (probabilities ? `case when ${v} < ${double(FLAT_SATURATED)} then 0.0 when ${v} > ${double(1 - FLAT_SATURATED)} then 1.0 else ${v} end` : v);
  const [a, b] = score ? [seen("a"), seen("b")] : ["a_text", "b_text"];
  const top = async (expression: string) =>
    (await engine.query(`select cast(v as varchar) as v, n from (select ${expression} as v, count(*) as n from ${table} where ${score ? "a is not null and b is not null" : "a_text is not null and b_text is not null"} group by 1) as counted order by n desc, v limit ${FLAT_VALUES}`)).map((row) => ({ value: String(row["v"]), count: numberOrNull(row["n"]) ?? 0 }));
  const [reference, candidate] = [await top(a), await top(b)];
  const rows = score ? facts.finite : countOrZero((await engine.query(`select ${countIf("a_text is not null and b_text is not null")} as n from ${table}`))[0]?.["n"]);
  const upTo = (values: readonly { count: number }[], k: number): number => values.slice(0, k).reduce((sum, value) => sum + value.count, 0) / Math.max(1, rows);
  const found = decideFlat({ rows, candidateOne: upTo(candidate, 1), candidateTwo: upTo(candidate, 2), referenceOne: upTo(reference, 1), referenceTwo: upTo(reference, 2) }, comparison.role);
  if (found === null) {
    if (!score || !fewValues(facts)) return null;
    return sighting({
      code: "FLAT", form: "few", output: comparison.output, explains: facts.finiteOutside / Math.max(1, facts.outside),
      statement: `${comparison.output} has ${facts.distinctCandidate.toLocaleString("en-US")} different values in the candidate, ${facts.distinctReference.toLocaleString("en-US")} in the reference: most inputs have lost their influence`,
      evidence: { distinctReference: facts.distinctReference, distinctCandidate: facts.distinctCandidate, spearman: facts.spearman, saturated: false },
    });
  }
  const values = candidate.slice(0, found.values).map((v) => v.value);
  const saturated = probabilities && values.every((v) => Number(v) === 0 || Number(v) === 1);
  const shown = values.map((v) => (score && Number.isFinite(Number(v)) ? shortNumber(Number(v)) : v));
  const rowsFlat = score ? `coalesce(cast(${b} as varchar) in (${values.map(literal).join(", ")}), false)` : `b_text in (${values.map(literal).join(", ")})`;
  const explained = countOrZero((await engine.query(`select ${countIf(`outside and ${rowsFlat}`)} as n from ${table}`))[0]?.["n"]);
  return sighting({
    code: "FLAT",
    ...(saturated ? { form: "saturated" } : {}),
    output: comparison.output,
    statement: `${comparison.output} is ${shown.join(" or ")} on ${percent(found.share)} of the candidate's answers, while the reference varies${saturated ? ": the score is driven to its ends" : ""}`,
    explains: explained / Math.max(1, facts.outside),
    evidence: { values: values.join(", "), share: found.share, distinctReference: facts.distinctReference, distinctCandidate: facts.distinctCandidate, saturated },
    explainedRows: `(outside and ${rowsFlat})`,
  });
};
