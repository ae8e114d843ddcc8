import type { CalendarEntry, Hypothesis } from "../domain/hypothesis.ts";
import { canonicalJson, type CanonicalValue } from "../ledger/canonical-json.ts";
import { shortNumber } from "../wording/short-number.ts";
import { corridorOf } from "./margin-of.ts";
import { momentOf } from "./moment-of.ts";

/** Hypotheses that cannot all hold, or one that can never be judged; `hypothesis` is where it is to be told. */
export interface Contradiction {
  readonly hypothesis: string;
  /** The field that is wrong; null for the whole. */
  readonly field: "since" | "expected" | null;
  readonly message: string;
  readonly todo: string;
}

/** A day as milliseconds. */
const day = 86_400_000;

/**
 * What of a model's hypotheses contradicts the rest of it: two promises about the same number whose corridors have no value in common, one that is to be reviewed before it
 * begins, and one of whose whole time the calendar says not to judge. Populations that are written differently are not compared: nobody knows how they overlap.
 */
export const contradictions = (hypotheses: readonly Hypothesis[], calendar: readonly CalendarEntry[]): Contradiction[] => [
  ...hypotheses.flatMap((later, index) => hypotheses.slice(0, index).flatMap((earlier) => disjoint(earlier, later))),
  ...hypotheses.flatMap(neverBegins),
  ...hypotheses.flatMap((hypothesis) => neverJudged(hypothesis, calendar)),
];

const disjoint = (one: Hypothesis, other: Hypothesis): Contradiction[] => {
  if (one.expected.kind !== "number" || other.expected.kind !== "number" || sameNumber(one) !== sameNumber(other) || !overlap(one, other)) return [];
  const [first, second] = [corridorOf(one.expected.value, one.margin), corridorOf(other.expected.value, other.margin)];
  if ((first.high ?? Infinity) >= (second.low ?? -Infinity) && (second.high ?? Infinity) >= (first.low ?? -Infinity)) return [];
  return [{
    hypothesis: other.name, field: "expected", message: `${other.name} and ${one.name} cannot both hold: of the same ${other.metric.name} one wants ${rangeOf(second)} and the other ${rangeOf(first)}`,
    todo: "Make one of them hold, narrow the population of one, or let one end (review:) before the other begins (since:).",
  }];
};

/** Equal for hypotheses that speak of one and the same number. Segments and windows cut it differently, and change nothing of what is true of the whole. */
const sameNumber = ({ metric, population, aggregation }: Hypothesis): string => canonicalJson({ metric, population, aggregation } as CanonicalValue);

/** Whether there is a day on which both hold. */
const overlap = (one: Hypothesis, other: Hypothesis): boolean => begins(one) <= ends(other) && begins(other) <= ends(one);

const begins = ({ since }: Hypothesis): number => (since === null ? -Infinity : (momentOf(since) ?? -Infinity));

/** The review day is the last on which it holds. */
const ends = ({ review }: Hypothesis): number => (review === null ? Infinity : (momentOf(review) ?? Infinity) + day - 1);

const rangeOf = ({ low, high }: { readonly low: number | null; readonly high: number | null }): string =>
  low === null ? `at most ${shortNumber(high ?? 0)}` : high === null ? `at least ${shortNumber(low)}` : `${shortNumber(low)} to ${shortNumber(high)}`;

const neverBegins = (hypothesis: Hypothesis): Contradiction[] =>
  begins(hypothesis) <= ends(hypothesis) ? [] : [{ hypothesis: hypothesis.name, field: "since", message: `${hypothesis.name} is judged from ${hypothesis.since} on, and holds only until its review on ${hypothesis.review}`, todo: "Write a later review:, or an earlier since:." }];

const neverJudged = (hypothesis: Hypothesis, calendar: readonly CalendarEntry[]): Contradiction[] => {
  const [from, to] = [begins(hypothesis), ends(hypothesis)];
  if (!Number.isFinite(from) || !Number.isFinite(to) || from > to) return [];
  const spans = calendar.filter(({ treatment, models }) => treatment === "exclude" && (models === null || models.includes(hypothesis.model)))
    .map((entry) => ({ from: momentOf(entry.from) ?? Infinity, to: momentOf(entry.to) ?? -Infinity })).sort((a, b) => a.from - b.from);
  const covered = spans.reduce((until, span) => (span.from <= until && span.to > until ? span.to : until), from);
  if (covered <= to) return [];
  return [{ hypothesis: hypothesis.name, field: null, message: `${hypothesis.name} is never judged: the calendar excludes all of ${hypothesis.since} to ${hypothesis.review}`, todo: "Take an entry out of the calendar, shorten it, or let it say treatment: note." }];
};
