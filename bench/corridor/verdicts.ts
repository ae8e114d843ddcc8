import { binomialCdf, binomialQuantile } from "../../src/core/stats/distributions.ts";
import { holm } from "../../src/core/stats/holm.ts";
import { sequenceLevel } from "./coverage/sequences.ts";
import type { CorridorResults } from "./corridor-results.ts";
import { corridor } from "./rules.ts";

/** Below this in every cell: nominal 5 % and two Monte Carlo standard errors. */
export const most = (of: number): number => 0.05 + 2 * Math.sqrt((0.05 * 0.95) / of);
export const inside = (alarmed: number, of: number): boolean => alarmed / of <= most(of);

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** One promise, and how often it was broken. */
interface Cell {
  readonly words: string;
  readonly wrong: number;
  readonly of: number;
  /** How often it may be: 5 % of quiet years, 7 % of 95 % intervals (93 to 97 % is the band that is stated). */
  readonly promised: number;
  readonly known?: boolean;
}

/** What all cells together say: each by itself is outside by chance in a few of hundreds, so that no single one decides. */
export interface FamilyVerdict {
  /** What does not hold, beyond the chance of all cells together; empty when all is well but for what is known. */
  readonly broken: readonly string[];
  /** Cells that are outside by themselves, known ones marked, and how many of how many may be. */
  readonly outside: readonly string[];
  readonly cells: number;
  readonly mayBeOutside: number;
}

/** The chance that something is said to be broken although every promise is kept at its limit, of Holm's procedure over all cells; and of their number. */
const familyError = 0.05;
const countError = 0.01;
/** A cell by itself is outside where a promise kept at its limit would be seen so with this chance at most. */
const alone = 0.025;

/**
 * Broken: cells that Holm's procedure rejects over all of them; or more cells outside by themselves than 99 of 100 runs of promises kept at their limit show; or counts that must agree exactly and do not. A bench of hundreds of intervals that were judged one by one
 * would be red in every other run of sound code, and nobody would look.
 */
export const verdictOf = (results: CorridorResults): FamilyVerdict => {
  const cells = cellsOf(results);
  const p = cells.map(({ wrong, of, promised }) => (wrong <= 0 ? 1 : 1 - binomialCdf(wrong - 1, of, promised))).map((each) => Math.min(1, Math.max(0, each)));
  const adjusted = holm(p);
  const mark = ({ words, known }: Cell): string => `${words}${known === true ? " (known)" : ""}`;
  const lone = cells.filter((_, at) => (p[at] ?? 1) <= alone);
  const unknown = cells.filter(({ known }) => known !== true).length;
  const mayBeOutside = unknown === 0 ? 0 : binomialQuantile(1 - countError, unknown, alone);
  const unknownOutside = lone.filter(({ known }) => known !== true).length;
  return {
    broken: [
      ...exactOf(results), ...cells.filter(({ known }, at) => known !== true && (adjusted[at] ?? 1) <= familyError).map(mark),
      ...(unknownOutside > mayBeOutside ? [`${unknownOutside} of ${unknown} cells are outside by themselves, more than the ${mayBeOutside} that chance makes`] : []),
    ],
    outside: lone.map(mark), cells: cells.length, mayBeOutside,
  };
};

const cellsOf = ({ quiet, whole, harder, coverage, labelFree, sequences, families }: CorridorResults): Cell[] => [
  ...quiet.filter(({ rule }) => rule === corridor).map(({ noise, offlineRows, alarmed, of }) => ({ words: `a quiet year, ${noise}, ${offlineRows} offline rows: ${percent(alarmed / of)} fail`, wrong: alarmed, of, promised: 0.05 })),
  ...whole.flatMap(({ noise, of, late, ofWindows }) => [{ words: `the whole path with late labels, ${noise}: ${percent(late / of)} fail`, wrong: late, of, promised: 0.05 }, { words: `a mean of days, ${noise}: ${percent(ofWindows / of)} fail`, wrong: ofWindows, of, promised: 0.05 }]),
  ...harder.map(({ scenario, alarmed, of }) => ({ words: `${scenario.group}, ${scenario.title}: ${percent(alarmed / of)} of quiet years fail`, wrong: alarmed, of, promised: 0.05, known: scenario.outside !== undefined })),
  ...coverage.flatMap(({ metric, days, correlation, held, refused, of, windows, windowsHeld }) => {
    const where = `${metric}, ${days} days${correlation === 0 ? "" : ` that hang together (${correlation})`}`;
    return [holding(`95 % interval of ${where}`, held, of - refused, 0.93), holding(`window expected of ${where}`, windowsHeld, windows, 0.93)];
  }),
  ...sequences.map(({ title, held, of }) => holding(`confidence sequence, ${title}`, held, of, sequenceLevel)),
  ...labelFree.map(({ metric, method, situation, held, told }) => holding(`${method} of ${metric}, ${situation}`, held, told, 0.93)),
  // A share of false failures is no more uncertain than a coin of the same mean.
  ...families.map(({ title, falseShare, of }) => ({ words: `family, ${title}: ${percent(falseShare)} of what fails is false`, wrong: Math.round(falseShare * of), of, promised: 0.05 })),
].filter(({ of }) => of > 0);

const holding = (words: string, held: number, of: number, least: number): Cell => ({ words: `${words}: holds in ${percent(held / Math.max(1, of))}`, wrong: of - held, of, promised: 1 - least });

/** What must agree to the last unit. */
const exactOf = ({ whole }: CorridorResults): string[] => whole.flatMap(({ noise, apart, otherwise, looks }) => [
  ...(apart === 0 ? [] : [`the whole path and the construction alone say different things of ${apart} units, ${noise}`]), ...(otherwise === 0 ? [] : [`${otherwise} of ${looks} daily looks said otherwise than the last one's history, ${noise}`]),
]);
