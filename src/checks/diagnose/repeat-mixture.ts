import { countOrZero } from "./cell-number.ts";
import type { OutputScope } from "./output-scope.ts";

/** The candidate's two answers to each row, held against the reference: right (within tolerance) or wrong. */
export interface RepeatMixture {
  /** Rows with two answers from the candidate. */
  readonly rows: number;
  readonly bothWrong: number;
  /** Of those, rows in which both wrong answers are the same value. */
  readonly bothWrongAlike: number;
  /** One answer right, the other wrong. */
  readonly oneWrong: number;
  /** Of those, rows whose right answer is the reference's own but for rounding. */
  readonly oneWrongOtherExact: number;
}

/** Nine of ten right answers must be the reference's own value: noise also falls inside tolerance now and then, but not onto it. */
export const MIXTURE_EXACT = 0.9;

/** How near counts as the reference's own value, relative: the bound of last-digit rounding in float32. */
export const MIXTURE_ROUNDING = 1e-6;

/** Eight of ten rows with two wrong answers must repeat the same wrong value before it is another fixed model that answered. */
export const MIXTURE_ALIKE = 0.8;

/** A mixture is named from five rows that were once right and once wrong. */
export const MIXTURE_ROWS = 5;

/**
 * Answers that are disturbed part of the time are right in at least a tenth of the asks. A random model is right only now and then, where
 * its score is at an end anyway.
 */
export const MIXTURE_DISTURBED_SHARE = 0.9;

/**
 * What kind of mixture it is: `another-model` when wrong answers are always the same (another fixed model answers part of the time),
 * `disturbed` when they vary (right answers, disturbed part of the time); null when answers are no mixture of right and wrong.
 * Only for scores: a decision has one wrong value anyway.
 */
export const decideMixture = (m: RepeatMixture): "another-model" | "disturbed" | null => {
  if (m.oneWrong < MIXTURE_ROWS || m.oneWrongOtherExact < MIXTURE_EXACT * m.oneWrong) return null;
  if (m.bothWrongAlike >= MIXTURE_ALIKE * m.bothWrong) return "another-model";
  return shareOfOtherModel(m).share <= MIXTURE_DISTURBED_SHARE ? "disturbed" : null;
};

/**
 * Share p of answers that come from the other model, from rows asked twice: p² of the affected rows are wrong twice and 2p(1-p) once, so
 * p = 2·both / (2·both + one), whatever share of rows the other model affects. Standard error by the delta method.
 */
export const shareOfOtherModel = (m: RepeatMixture): { readonly share: number; readonly error: number } => {
  const affected = m.bothWrong + m.oneWrong;
  const share = (2 * m.bothWrong) / (2 * m.bothWrong + m.oneWrong);
  const x = m.bothWrong / affected;
  return { share, error: (2 / (1 + x) ** 2) * Math.sqrt((x * (1 - x)) / affected) };
};

/** Reads the mixture off the pairs table, leaving out rows that another pattern explains; null without repeats. */
export const repeatMixture = async (scope: OutputScope, explained: string | null): Promise<RepeatMixture | null> => {
  const { engine, table } = scope;
  const { countIf } = engine.dialect;
  const wrong = "class in ('value', 'non-finite')";
  const wrong2 = "class2 in ('value', 'non-finite')";
  const own = (b: string): string => `abs(${b} - a) <= ${engine.dialect.double(MIXTURE_ROUNDING)} * greatest(abs(a), abs(${b}))`;
  const row = (await engine.query(`select count(*) as n, ${countIf(`${wrong} and ${wrong2}`)} as both_wrong,
    ${countIf(`${wrong} and ${wrong2} and b_text = b2_text`)} as alike, ${countIf(`(${wrong}) <> (${wrong2})`)} as one_wrong,
    ${countIf(`(${wrong} and not ${wrong2} and ${own("b2")}) or (${wrong2} and not ${wrong} and ${own("b")})`)} as other_exact
    from ${table} where class2 is not null and class not in ('one-sided-error', 'both-error') and class2 not in ('one-sided-error', 'both-error')
    ${explained === null ? "" : `and not coalesce(${explained}, false)`}`))[0] ?? {};
  const rows = countOrZero(row["n"]);
  if (rows === 0) return null;
  return { rows, bothWrong: countOrZero(row["both_wrong"]), bothWrongAlike: countOrZero(row["alike"]), oneWrong: countOrZero(row["one_wrong"]), oneWrongOtherExact: countOrZero(row["other_exact"]) };
};
