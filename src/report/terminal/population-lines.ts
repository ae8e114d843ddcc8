import type { PopulationComparison, PopulationSide } from "../../core/domain/population-comparison.ts";
import { coverageFacts } from "../population/coverage-facts.ts";
import { formatMeasure, measureShort, nullWords } from "../population/measure-words.ts";
import { decidingMeasure, isJudged, orderMetrics, orderShifts, worstFirst } from "../population/order-shifts.ts";
import { allowedGap, apartOf, criterionWords, dependenceWords, familyWords, formatGap, guessedWords, inSegment, metricWords } from "../population/population-words.ts";
import { formatCount, formatNumber, formatPlural, formatShare, noNumber } from "../wording/format-number.ts";
import { shortText, visibleText } from "../wording/visible-text.ts";
import { type AlignedRow, alignedRows } from "./aligned-rows.ts";
import type { TerminalInk } from "./terminal-ink.ts";
import { hang } from "./wrap-lines.ts";

/** One screen: the report has the rest. */
const mostColumns = 6;
const mostMetrics = 4;
const mostFairness = 3;
const mostRules = 3;
const mostHeeded = 2;
const longestText = 400;

const between = (low: number | null, high: number | null, format: (value: number | null) => string): string => (low === null && high === null ? noNumber : `${format(low)} to ${format(high)}`);

/** What was read of each side, before anything that was made of it: candidate first, what can bend it on lines of its own. */
export const coverageLines = ({ candidate, reference }: PopulationComparison, ink: TerminalInk, width: number, labelCells: number): string[] => {
  const clean = (text: string): string => ink.plain(shortText(visibleText(text), longestText));
  const linesOf = (side: PopulationSide, first: boolean): string[] => {
    const facts = coverageFacts(side);
    const heeded = facts.filter(({ id, heed }) => id === "gap" && heed);
    const text = `${side.name}: ${facts.flatMap(({ brief }) => (brief === null ? [] : [brief])).join("; ")}`;
    return [
      ...hang((first ? "coverage" : "").padEnd(labelCells), clean(text), width),
      ...heeded.slice(0, mostHeeded).flatMap(({ words }) => hang(`${" ".repeat(labelCells)}! `, clean(`can bend the comparison: ${words}`), width)),
      ...(heeded.length > mostHeeded ? [ink.quiet(`${" ".repeat(labelCells)}and ${formatPlural(heeded.length - mostHeeded, "more gap")} that can`)] : []),
    ];
  };
  return [...linesOf(candidate, true), ...linesOf(reference, false), ""];
};

interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly AlignedRow[];
  readonly most: number;
  /** So many where all of them agree. */
  readonly mostAgreeing: number;
  /** What is told of those that are not in the table. */
  readonly beside?: string | null;
  readonly what: string;
  readonly whats: string;
}

const tableLines = ({ headings, rows, most, mostAgreeing, beside = null, what, whats }: Table, ink: TerminalInk, width: number): string[] => {
  if (rows.length === 0) return beside === null ? [] : [...hang("  ", `${beside}; the report has them`, width).map(ink.quiet), ""];
  const listed = rows.every(({ verdict }) => verdict === "pass") ? mostAgreeing : most;
  const shown = rows.slice(0, listed);
  const rest = rows.slice(listed);
  if (shown.length === 0) return [`  ${ink.verdict("pass", ink.symbol("pass"))} ${formatPlural(rest.length, `${what} holds`, `${whats} hold`)}`, ""];
  const agreeing = rest.filter(({ verdict }) => verdict === "pass").length;
  const parts = [...(rest.length === agreeing ? [] : [`${formatCount(rest.length - agreeing)} more that ${rest.length - agreeing === 1 ? "does" : "do"} not`]), ...(agreeing === 0 ? [] : [`${formatPlural(agreeing, `more ${what} agrees`, `more ${whats} agree`)}`]), ...(beside === null ? [] : [beside])];
  return [...alignedRows(shown, headings, ink, width), ...(parts.length === 0 ? [] : hang("  ", `and ${parts.join(", ")}; the report has them all`, width).map(ink.quiet)), ""];
};

/** Every kind of number that was compared, worst first: columns with their null, metrics, cohorts, rules of the data. */
export const populationTables = (population: PopulationComparison, ink: TerminalInk, width: number): string[] => {
  const columns = orderShifts(population).map((shift): AlignedRow => {
    const measure = decidingMeasure(shift);
    const format = (value: number | null): string => (measure === null ? noNumber : formatMeasure(measure.measure, value));
    return {
      verdict: shift.verdict, name: inSegment(shift.column, shift.segment),
      cells: [measure === null ? noNumber : measureShort(measure.measure), format(measure?.value ?? null), between(measure?.interval?.low ?? null, measure?.interval?.high ?? null, format), measure === null ? noNumber : (nullWords(measure) ?? noNumber), format(shift.margin)],
    };
  });
  const shownOnly = population.metrics.filter((metric) => !isJudged(metric)).length;
  const metrics = orderMetrics(population.metrics).filter(isJudged).map((metric): AlignedRow => ({
    verdict: metric.verdict, name: metricWords(metric), cells: [formatNumber(metric.reference), formatNumber(metric.candidate), formatNumber(metric.difference), between(metric.interval?.low ?? null, metric.interval?.high ?? null, formatNumber)],
  }));
  const fairness = worstFirst(population.fairness).map((result): AlignedRow => ({
    verdict: result.verdict, name: `${criterionWords(result)} by ${result.cohort}, ${result.environment}`, cells: [formatGap(result, apartOf(result)), between(result.interval?.low ?? null, result.interval?.high ?? null, (value) => formatGap(result, value)), formatShare(result.gapUnderEquality), allowedGap(result)],
  }));
  const rules = worstFirst(population.quality).map(({ verdict, rule, environment, broken, rows }): AlignedRow => ({ verdict, name: rule.statement, cells: [environment, formatCount(broken), formatCount(rows)] }));
  return [
    { headings: ["column", "measure", "value", "interval", "by chance alone", "allowed"], rows: columns, most: mostColumns, mostAgreeing: 4, what: "column", whats: "columns" },
    { headings: ["metric", "reference", "candidate", "difference", "interval"], rows: metrics, most: mostMetrics, beside: shownOnly === 0 ? null : `${formatPlural(shownOnly, "metric is", "metrics are")} shown without a margin`, mostAgreeing: 4, what: "metric", whats: "metrics" },
    { headings: ["fairness", "gap", "interval", "gap if all were equal", "allowed"], rows: fairness, most: mostFairness, mostAgreeing: 2, what: "criterion", whats: "criteria" },
    { headings: ["rule of the data", "in", "rows that break it", "of"], rows: rules, most: mostRules, mostAgreeing: 0, what: "rule of the data", whats: "rules of the data" },
  ].flatMap((table) => tableLines(table, ink, width));
};

/** What the numbers rest on: roles that were guessed, what is controlled together, how rows hang together. */
export const populationNotes = (population: PopulationComparison, ink: TerminalInk, width: number, labelCells: number): string[] => {
  const label = (name: string, text: string): string[] => hang(name.padEnd(labelCells), ink.plain(shortText(visibleText(text), longestText)), width);
  const guessed = guessedWords(population);
  const [schema, more] = [population.schema.slice(0, 2), population.schema.length - 2];
  return [
    ...(schema.length === 0 ? [] : label("schema", `${schema.map(({ column, problem }) => `${column}: ${problem}`).join("; ")}${more > 0 ? `; and ${formatCount(more)} more in the report` : ""}`)),
    ...(guessed === null ? [] : label("guessed", guessed)),
    ...label("family", familyWords(population)), ...label("rows", dependenceWords(population)),
  ];
};
