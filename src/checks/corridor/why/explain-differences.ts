import type { Contribution, Explanation } from "../../../core/domain/validation.ts";
import type { Interval } from "../../../core/domain/interval.ts";
import { benjaminiHochberg } from "../../../core/stats/benjamini-hochberg.ts";
import { tQuantile } from "../../../core/stats/distributions.ts";
import { type AnalysedCell, type AnalysedDifference, analyseDifference, type DifferenceQuestion } from "./analyse-difference.ts";
import { explanationSentence } from "./explanation-sentence.ts";
import { smallestSet } from "./smallest-set.ts";

export type DifferencesQuestion = Omit<DifferenceQuestion, "column"> & { readonly columns: readonly string[] };

/**
 * Where the difference between production and offline comes from, told by each of several columns on its own; the one that tells most by fewest values first. The
 * cells of all columns are one family (Benjamini & Hochberg), so that where nothing or everything moved a cause is named with probability `alpha` at most. Causes
 * that lie in two columns at once are not looked for: statistics are cut by one column at a time.
 */
export const explainDifferences = ({ columns, ...question }: DifferencesQuestion): Explanation[] => {
  const analyses = columns.flatMap((column) => analyseDifference({ ...question, column }) ?? []);
  const adjusted = benjaminiHochberg(analyses.flatMap(({ cells }) => cells.map(({ p }) => p)));
  let from = 0;
  const told = analyses.map((analysis) => {
    const mine = adjusted.slice(from, from + analysis.cells.length);
    from += analysis.cells.length;
    return explanationOf(analysis, mine);
  });
  return told.sort((a, b) => orderOf(a) - orderOf(b) || Math.abs(1 - (a.explained ?? 0)) - Math.abs(1 - (b.explained ?? 0)));
};

const orderOf = ({ smallestSet: found }: Explanation): number => (found.length === 0 ? Infinity : found.length);

const explanationOf = (analysis: AnalysedDifference, adjusted: readonly number[]): Explanation => {
  const { question: { column, alpha }, difference, cells } = analysis;
  const found = smallestSet(analysis, adjusted, alpha);
  const isSet = typeof found !== "string";
  return {
    column, difference, contributions: cells.flatMap((cell, index) => contributionsOf(analysis, cell, (adjusted[index] ?? 1) <= alpha)).sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
    smallestSet: isSet ? found.cells.map(({ value }) => ({ column, value })) : [], explained: isSet ? found.explained : null, sentence: explanationSentence(analysis, found),
  };
};

const contributionsOf = ({ question: { column, alpha }, reading, difference, method }: AnalysedDifference, cell: AnalysedCell, isSignificant: boolean): Contribution[] => {
  const { term, value } = cell;
  const of = (kind: "mix" | "rate"): Contribution => {
    const { value: contribution, variance, degrees } = cell[kind];
    const half = tQuantile(1 - alpha / 2, degrees) * Math.sqrt(variance);
    const interval: Interval = { low: contribution - half, high: contribution + half, level: 1 - alpha, method };
    return {
      what: kind === "mix" ? `the share of ${column} = ${value}` : reading.ratio === null ? `the metric within ${column} = ${value}` : `${reading.ratio} within ${column} = ${value}`,
      kind, segment: { column, value }, contribution, interval, share: difference === 0 ? null : contribution / difference,
      weightOffline: term.weightBefore, weightProduction: term.weightAfter, rateOffline: reading.shown(term.rateBefore), rateProduction: reading.shown(term.rateAfter), significant: isSignificant,
    };
  };
  return [of("mix"), of("rate")];
};
