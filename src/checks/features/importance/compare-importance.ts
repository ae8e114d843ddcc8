import type { Interval } from "../../../core/domain/interval.ts";
import { allowedUnansweredShare, fewestPairs } from "../../../core/judge/defaults.ts";
import { judgeCorridor } from "../../../core/judge/judge-corridor.ts";
import { familyAlpha } from "../../../core/judge/population-settings.ts";
import type { OutputRow } from "../../../ports/serving.ts";
import { changeOf, type OutputKind, outputKind } from "./change-of.ts";
import { type PermutedCell, permutationMean } from "./permutation-mean.ts";
import type { PermutedBlock, PermutedRows } from "./permuted-rows.ts";
import { rankAgreement } from "./rank-agreement.ts";

/** An amount in the output's own unit (a share of decisions for a class), or a share of the reference's largest importance. */
export type ImportanceMargin = { readonly amount: number } | { readonly share: number };

/** Share of the reference's largest importance by which another importance may differ, where nobody agreed on a margin: a tenth of what moves the model most. */
export const defaultMargin: ImportanceMargin = { share: 0.1 };

type ImportanceVerdict = "pass" | "fail" | "inconclusive";

/** How strongly an output follows a feature, in one environment. */
interface Importance {
  readonly mean: number;
  readonly interval: Interval;
}

interface FeatureImportance {
  readonly feature: string;
  /** Null where no cell was answered by both sides. */
  readonly reference: Importance | null;
  readonly candidate: Importance | null;
  /** Candidate less reference, row by row. */
  readonly difference: Importance | null;
  /** Share of the cells that one side or the other did not answer. */
  readonly unanswered: number;
  readonly verdict: ImportanceVerdict;
  /** Why it is inconclusive, where that is not only the interval's width; null otherwise. */
  readonly why: string | null;
}

export interface OutputImportance {
  readonly output: string;
  readonly kind: OutputKind;
  readonly margin: number;
  readonly marginOrigin: "agreed" | "default";
  /** Mean change when the same rows were asked again: what no feature causes. */
  readonly noise: { readonly reference: number | null; readonly candidate: number | null };
  readonly rankCorrelation: { readonly rho: number; readonly interval: Interval | null } | null;
  readonly features: readonly FeatureImportance[];
}

export interface ImportanceComparison {
  readonly verdict: ImportanceVerdict;
  readonly outputs: readonly OutputImportance[];
  /** Outputs that no exchange changed on either side: nothing about them is judged. */
  readonly unmoved: readonly string[];
  /** Outputs that only one side gives. */
  readonly oneSided: readonly string[];
}

/** Answers in the order of `PermutedRows.rows`; null where a row was not answered. */
interface ImportanceAnswers {
  readonly reference: readonly (OutputRow | null)[];
  readonly candidate: readonly (OutputRow | null)[];
}

interface Measured {
  readonly output: string;
  readonly kind: OutputKind;
  readonly noise: OutputImportance["noise"];
  readonly features: readonly { readonly feature: string; readonly unanswered: number; readonly means: Record<"reference" | "candidate" | "difference", ReturnType<typeof permutationMean>> }[];
}

/**
 * Importance of each feature for each output in both environments: mean |change| of a number, share of changed decisions of a class, when the feature's
 * column is permuted. Both sides were given the same rows, so their difference is judged pair by pair against `margin` (null: `defaultMargin`).
 * `outputs` null: all that both sides give.
 */
export const compareImportance = (asked: PermutedRows, answers: ImportanceAnswers, settings: { readonly margin: ImportanceMargin | null; readonly outputs: readonly string[] | null }): ImportanceComparison => {
  const named = { reference: namesOf(answers.reference), candidate: namesOf(answers.candidate) };
  const wanted = (name: string): boolean => settings.outputs === null || settings.outputs.includes(name);
  const common = [...named.reference].filter((name) => named.candidate.has(name) && wanted(name));
  const oneSided = [...new Set([...named.reference, ...named.candidate])].filter((name) => wanted(name) && !(named.reference.has(name) && named.candidate.has(name)));
  const measured = common.map((output) => measure(output, asked, answers));
  const isMoved = ({ features }: Measured): boolean => features.some(({ means }) => (means.reference?.mean ?? 1) > 0 || (means.candidate?.mean ?? 1) > 0);
  const moved = measured.filter(isMoved);
  const claims = moved.reduce((sum, { features }) => sum + features.length, 0);
  const outputs = moved.map((each) => judge(each, asked.count, settings.margin, familyAlpha / Math.max(1, claims)));
  const verdicts = outputs.flatMap(({ features }) => features.map(({ verdict }) => verdict));
  const verdict = verdicts.includes("fail") ? "fail" : verdicts.length === 0 || verdicts.includes("inconclusive") ? "inconclusive" : "pass";
  return { verdict, outputs, unmoved: measured.filter((each) => !isMoved(each)).map(({ output }) => output), oneSided };
};

const namesOf = (rows: readonly (OutputRow | null)[]): Set<string> => new Set(rows.flatMap((row) => [...(row?.keys() ?? [])]));

/**
 * Decisions that differ on few rows say little of how many differ: two more such rows are thought of, one either way, each with its influence as receiver
 * and as donor. Without them a difference of rare decisions that lies at the margin passes nearly twice as often as it may.
 */
const twoMoreRows = 2 * 2 ** 2;

const measure = (output: string, asked: PermutedRows, answers: ImportanceAnswers): Measured => {
  const { count, blocks } = asked;
  const kind = outputKind([...answers.reference.slice(0, count), ...answers.candidate.slice(0, count)].map((row) => row?.get(output)));
  const changes = (side: keyof ImportanceAnswers, { first, donors }: PermutedBlock): readonly (number | null)[] =>
    donors.map((_, row) => changeOf(kind, answers[side][row]?.get(output), answers[side][first + row]?.get(output)));
  const again = blocks.filter(({ feature }) => feature === null);
  const meanOf = (values: readonly (number | null)[]): number | null => {
    const told = values.filter((value) => value !== null);
    return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0) / told.length;
  };
  const features = [...new Set(blocks.flatMap(({ feature }) => (feature === null ? [] : [feature])))].map((feature) => {
    const cells: Record<"reference" | "candidate" | "difference", PermutedCell[]> = { reference: [], candidate: [], difference: [] };
    const own = blocks.filter((block) => block.feature === feature);
    for (const block of own) {
      const [reference, candidate] = [changes("reference", block), changes("candidate", block)];
      for (const [row, donor] of block.donors.entries()) {
        const [one, other] = [reference[row] ?? null, candidate[row] ?? null];
        if (one === null || other === null) continue;
        cells.reference.push({ row, donor, value: one });
        cells.candidate.push({ row, donor, value: other });
        cells.difference.push({ row, donor, value: other - one });
      }
    }
    const means = { reference: permutationMean(cells.reference, count), candidate: permutationMean(cells.candidate, count), difference: permutationMean(cells.difference, count, kind === "class" && cells.difference.some(({ value }) => value !== 0) ? twoMoreRows : 0) };
    return { feature, means, unanswered: 1 - cells.difference.length / (own.length * count) };
  });
  return { output, kind, features, noise: { reference: meanOf(again.flatMap((block) => changes("reference", block))), candidate: meanOf(again.flatMap((block) => changes("candidate", block))) } };
};

const judge = ({ output, kind, noise, features }: Measured, rows: number, agreed: ImportanceMargin | null, alphaPerClaim: number): OutputImportance => {
  const wanted = agreed ?? defaultMargin;
  const margin = "amount" in wanted ? wanted.amount : wanted.share * Math.max(0, ...features.map(({ means }) => means.reference?.mean ?? 0));
  const told = features.filter(({ means }) => means.difference !== null);
  const rankCorrelation = rankAgreement(told.map(({ means }) => means.reference?.mean ?? 0), told.map(({ means }) => means.candidate?.mean ?? 0));
  const loud = (["reference", "candidate"] as const).filter((side) => (noise[side] ?? 0) > margin);
  return {
    output, kind, noise, margin, marginOrigin: agreed === null ? "default" : "agreed", rankCorrelation,
    features: features.map(({ feature, means, unanswered }): FeatureImportance => {
      const of = (mean: ReturnType<typeof permutationMean>): Importance | null => (mean === null ? null : { mean: mean.mean, interval: mean.at(0.95) });
      const { difference } = means;
      const at = (level: number) => widened(kind, difference as NonNullable<typeof difference>, rows, level);
      const judged = difference === null ? "inconclusive" : judgeCorridor(at, { low: -margin, high: margin }, alphaPerClaim);
      const why = loud.length > 0 ? `the ${loud.join(" and the ")} changed by more than the margin when the same rows were asked again`
        : unanswered > allowedUnansweredShare ? "too many rows were not answered"
        : judged === "pass" && rows < fewestPairs ? `fewer than ${fewestPairs} rows never pass` : null;
      return {
        feature, reference: of(means.reference), candidate: of(means.candidate), unanswered, why, verdict: why === null ? judged : "inconclusive",
        difference: difference === null ? null : { mean: difference.mean, interval: at(0.95) },
      };
    }),
  };
};

/** Where no row's decision differed, one in a few rows still may: 0 in n has the exact bound 1 - tail^(1/n), and a row counts as receiver and as donor. */
const widened = (kind: OutputKind, difference: NonNullable<ReturnType<typeof permutationMean>>, rows: number, level: number): Interval & { readonly low: number; readonly high: number } => {
  const interval = difference.at(level);
  if (kind === "number" || interval.low !== interval.high) return interval;
  const bound = 2 * (1 - ((1 - level) / 2) ** (1 / rows));
  return { low: difference.mean - bound, high: difference.mean + bound, level, method: "exact bound of none in n, as receiver and donor" };
};
