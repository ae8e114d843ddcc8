import type { Run } from "../../core/domain/run.ts";
import type { PopulationColumn } from "../../core/domain/population.ts";
import { orderMetrics, orderShifts, worstFirst } from "../population/order-shifts.ts";
import { type PackedShift, packShift, wordList } from "../population/packed-shift.ts";
import { formatCount } from "../wording/format-number.ts";
import { agreementWords } from "../wording/subject-words.ts";

/** A column's name, role, kind, type, why it was taken for that, whether it was guessed, and whether the reference and the candidate have it. */
export type ShownColumn = readonly [name: string, role: number, kind: number, type: number, why: number, guessed: boolean, reference: boolean, candidate: boolean];

/** What a page shows of the columns of two populations, packed; `words` holds what the numbers stand for. */
export interface ShownPopulation {
  readonly words: readonly string[];
  /** Worst first. */
  readonly shifts: readonly PackedShift[];
  readonly columns: readonly ShownColumn[];
  /** Which findings pass, in words and of all there are; few of them are kept. */
  readonly agreement: string | null;
}

/** What is kept at first; halved until the page fits. */
export const populationLimits = { shifts: 4000, detailed: 200, bars: 16, measures: 12, columns: 4000, populationMetrics: 400, cohorts: 200, groups: 60, rules: 400, examples: 5, schema: 400, gaps: 60, passing: 60 };

const everything = { measures: Infinity, summary: Infinity, bars: 40 };

type Take = <T>(list: readonly T[], limit: number, what: string) => T[];

/** A page has each column once for both sides. */
const columnsOf = ({ reference, candidate }: NonNullable<Run["population"]>, limit: number, place: (word: string) => number, take: Take): ShownColumn[] => {
  const [before, after] = [reference, candidate].map(({ columns }) => new Map(columns.map((column) => [column.name, column])));
  const all: PopulationColumn[] = [...new Map([...(after ?? []), ...(before ?? [])]).values()];
  return take(all, limit, "columns by role").map(({ name, role, kind, type, why, origin }): ShownColumn => [name, place(role), place(kind), place(type), place(why), origin === "guessed", before?.has(name) ?? false, after?.has(name) ?? false]);
};

/** What of two populations a page holds: open columns in full, passing ones lean, everything else worst first. */
export const cutPopulation = (run: Run, limits: typeof populationLimits, take: Take): { readonly run: Run; readonly shown: ShownPopulation | null } => {
  const { population } = run;
  if (population === null) return { run, shown: null };
  const { words, place } = wordList();
  const lean = { measures: limits.measures, summary: limits.measures, bars: limits.bars };
  const shifts = take(orderShifts(population), limits.shifts, "columns and segments, those furthest apart").map((shift, index) => packShift(shift, index < limits.detailed && shift.verdict !== "pass" ? everything : lean, place));
  const sideOf = (side: typeof population.reference) => ({ ...side, columns: [], gaps: take(side.gaps, limits.gaps, `gaps of ${side.name}`), coverage: { ...side.coverage, dropped: side.coverage.dropped.slice(0, limits.gaps) } });
  const passing = run.findings.filter(({ verdict }) => verdict === "pass");
  const open = run.findings.filter(({ verdict }) => verdict !== "pass");
  const shown = { words, shifts, columns: columnsOf(population, limits.columns, place, take), agreement: agreementWords(run.findings) };
  return {
    shown,
    run: {
      ...run, inputs: { ...run.inputs, features: [] }, findings: [...open, ...take(passing, limits.passing, `passing findings; ${formatCount(population.shifts.length)} columns and segments have their own list`)],
      population: {
        ...population, reference: sideOf(population.reference), candidate: sideOf(population.candidate), shifts: [], schema: take(population.schema, limits.schema, "columns that do not match"),
        metrics: take(orderMetrics(population.metrics), limits.populationMetrics, "metrics, worst first"), reliability: take(population.reliability, limits.groups, "reliability curves"),
        fairness: take(worstFirst(population.fairness), limits.cohorts, "fairness criteria, worst first").map((result) => ({ ...result, groups: take(result.groups, limits.groups, `groups of ${result.cohort}`) })),
        correlations: worstFirst(population.correlations), quality: take(worstFirst(population.quality), limits.rules, "rules of the data, worst first").map((result) => ({ ...result, examples: result.examples.slice(0, limits.examples) })),
      },
    },
  };
};
