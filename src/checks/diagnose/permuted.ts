import { listOf } from "../../core/wording/list-of.ts";
import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { armEvidence, armExcess, explainedByArm } from "./arm-excess.ts";
import { countOrZero } from "./cell-number.ts";
import { EXCHANGE_REMOVES, EXCHANGE_REMOVES_ELSEWHERE, exchangedFeatures, type FeatureInfluence } from "./feature-influence.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import type { PairFacts } from "./pair-facts.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Below this rank correlation the rows are no longer the same to the two environments. */
export const PERM_RANK = 0.95;

/** Largest Kolmogorov-Smirnov distance at which two sets of scores pass for the same population. */
export const PERM_MARGINAL = 0.1;

/** Most pairs must disagree: permuting rows or columns spares few. */
export const PERM_OUTSIDE = 0.5;

/** Rank correlations of fewer pairs scatter by more than 0.2. */
export const PERM_PAIRS = 30;

/** Share of the candidate's differing values that are some other row's reference value, from which on rows and not columns are mixed up. */
export const PERM_OTHER_ROWS = 0.8;

/**
 * Two models of one task agree in order well above this; rows or columns that were mixed up share it only by chance. The same population of
 * scores in between is left to whoever looks for another model.
 */
export const PERM_ALIKE_RANK = 0.5;

/** Without rows or columns that show it, a mix-up is a guess. */
export const PERM_ALIKE_EXPLAINS = 0.7;

/** `permuted`: the same population of scores on other rows; `other`: another population too; null: the rows still agree in order. */
export const decidePermuted = (facts: Pick<PairFacts, "finite" | "finiteOutside" | "spearman" | "marginalDistance">): "permuted" | "other" | null => {
  if (facts.finite < PERM_PAIRS || facts.finiteOutside < PERM_OUTSIDE * facts.finite || facts.spearman > PERM_RANK) return null;
  // Sampling alone moves the distance of two equal populations by about 1.4 / sqrt(n/2) (5 % level).
  return facts.marginalDistance <= PERM_MARGINAL + 1.36 * Math.sqrt(2 / facts.finite) ? "permuted" : "other";
};

/** PERM by evidence: the candidate's answers depend on the order in which the columns come. */
export const findColumnOrder = (scope: OutputScope): Sighting | null => {
  const { comparison, input, facts } = scope;
  const found = armExcess(input, "shuffled", comparison.output);
  if (found === null) return null;
  return sighting({
    code: "PERM", form: "order", output: comparison.output,
    statement: `${input.candidate.environment} depends on the order of the columns: ${comparison.output} moves on ${found.candidate.outside.toLocaleString("en-US")} of ${found.candidate.pairs.toLocaleString("en-US")} rows when they come in another one, in ${input.reference.environment} on ${found.reference.outside.toLocaleString("en-US")} of ${found.reference.pairs.toLocaleString("en-US")}`,
    explains: explainedByArm(found.excess, facts.outside, facts.pairs),
    evidence: { kind: "order", ...armEvidence(found) },
  });
};

/** PERM by agreement: scores look alike as a population while the rows no longer agree. */
export const findPermuted = async (scope: OutputScope, influences: readonly FeatureInfluence[]): Promise<Sighting | null> => {
  const { comparison, facts, engine, table } = scope;
  if (!isScore(scope)) return null;
  const kind = decidePermuted(facts);
  if (kind === null) return null;
  const row = (await engine.query(`select ${engine.dialect.countIf("a <> b and b in (select a from " + table + " where a is not null)")} as elsewhere, ${engine.dialect.countIf("a <> b")} as changed from ${table}`))[0] ?? {};
  const elsewhere = countOrZero(row["elsewhere"]) / Math.max(1, countOrZero(row["changed"]));
  const evidence = { spearman: facts.spearman, marginalDistance: facts.marginalDistance, valuesOfOtherRows: elsewhere };
  const share = facts.finiteOutside / Math.max(1, facts.outside);
  const rank = `rank correlation ${shortNumber(facts.spearman)}`;
  // With as few values as rows are needed to share one, every value is also another row's.
  if (kind === "permuted" && elsewhere >= PERM_OTHER_ROWS && facts.distinctReference >= facts.finite / 2) {
    return sighting({
      code: "PERM", form: "rows", output: comparison.output, explains: share, evidence: { kind: "rows", ...evidence },
      statement: `${percent(elsewhere)} of the changed values of ${comparison.output} are the reference's answers to other rows (${rank})`,
    });
  }
  const exchanged = exchangedFeatures(influences, kind === "permuted" ? EXCHANGE_REMOVES : EXCHANGE_REMOVES_ELSEWHERE);
  if (exchanged !== null) {
    return sighting({
      code: "PERM", form: "columns", output: comparison.output, explains: 0.9 * share,
      evidence: { kind: "columns", exchanged: exchanged.join(", "), ...evidence },
      statement: `rows no longer agree on ${comparison.output} (${rank}), and ${listOf(exchanged)} have exchanged their influence on it`,
    });
  }
  if (kind === "permuted" && facts.spearman < PERM_ALIKE_RANK) {
    return sighting({
      code: "PERM", form: "alike", output: comparison.output, explains: PERM_ALIKE_EXPLAINS * share, evidence: { kind: "alike", ...evidence },
      statement: `${comparison.output} has about the same distribution on both sides, but rows no longer agree (${rank}): inputs or answers mixed up`,
    });
  }
  return null;
};
