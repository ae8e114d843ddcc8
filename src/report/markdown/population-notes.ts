import type { Run } from "../../core/domain/run.ts";
import { coverageFacts } from "../population/coverage-facts.ts";
import { formatMeasure, measureName, nullWords } from "../population/measure-words.ts";
import { decidingMeasure, isJudged, orderMetrics, orderShifts, worstFirst } from "../population/order-shifts.ts";
import { allowedGap, apartOf, criterionWords, dependenceWords, familyWords, formatGap, guessedWords, inSegment, metricWords } from "../population/population-words.ts";
import { formatCount, formatNumber, formatPlural, formatShare, noNumber } from "../wording/format-number.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { md } from "./md-text.ts";

const sign = (verdict: keyof typeof verdictWords): string => `${verdictWords[verdict].symbol} ${verdictWords[verdict].word}`;

const folded = (summary: string, head: readonly string[], rows: readonly string[], most: number): string[] =>
  rows.length === 0 ? [] : [`<details><summary>${summary}</summary>`, "", ...head, ...rows.slice(0, most), ...(rows.length > most ? ["", `${formatPlural(rows.length - most, "more row")} in the report.`] : []), "", "</details>", ""];

const agreeing = (list: readonly { readonly verdict: string }[]): string => `${formatCount(list.filter(({ verdict }) => verdict === "pass").length)} of ${formatCount(list.length)} agree`;

/** What was read of each log, right under the verdict: no number means anything before it. */
export const coverageNotes = ({ population }: Run): string[] => {
  if (population === null) return [];
  return [
    "| what was read | | |", "| --- | --- | --- |",
    ...[population.candidate, population.reference].flatMap((side) => coverageFacts(side).map(({ name, words, heed }, index) => `| ${index === 0 ? `**${md(side.name)}**` : ""} | ${name}${heed ? " (!)" : ""} | ${md(words)} |`)), "",
  ];
};

/** Every column, metric, criterion and rule, each kind folded away, and what the numbers rest on. */
export const populationNotes = ({ population }: Run, most: number): string[] => {
  if (population === null) return [];
  const { metrics, fairness, quality, correlations, schema } = population;
  const guessed = guessedWords(population);
  return [
    ...folded(`Columns: ${agreeing(population.shifts)}`, ["| verdict | column | role | measure | value | interval | by chance alone | allowed |", "| --- | --- | --- | --- | ---: | ---: | ---: | ---: |"], orderShifts(population).map((shift) => {
      const measure = decidingMeasure(shift);
      const format = (value: number | null): string => (measure === null ? noNumber : formatMeasure(measure.measure, value));
      const { low, high } = measure?.interval ?? { low: null, high: null };
      return `| ${sign(shift.verdict)} | ${md(inSegment(shift.column, shift.segment))} | ${shift.role} | ${measure === null ? noNumber : md(measureName(measure.measure))} | ${format(measure?.value ?? null)} | ${low === null && high === null ? noNumber : `${format(low)} to ${format(high)}`} | ${measure === null ? noNumber : (nullWords(measure) ?? noNumber)} | ${format(shift.margin)} |`;
    }), most),
    ...folded(`Metrics: ${agreeing(metrics.filter(isJudged))}`, ["| verdict | metric | reference | candidate | difference | interval | n |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |"], orderMetrics(metrics).map((metric) => `| ${isJudged(metric) ? sign(metric.verdict) : "shown only"} | ${md(metricWords(metric))} | ${formatNumber(metric.reference)} | ${formatNumber(metric.candidate)} | ${formatNumber(metric.difference)} | ${metric.interval === null ? noNumber : `${formatNumber(metric.interval.low)} to ${formatNumber(metric.interval.high)}`} | ${formatCount(metric.nReference)}, ${formatCount(metric.nCandidate)} |`), most),
    ...folded(`Fairness: ${agreeing(fairness)}`, ["| verdict | criterion | of | in | gap | gap if all were equal | allowed | rates |", "| --- | --- | --- | --- | ---: | ---: | ---: | --- |"], worstFirst(fairness).map((result) => `| ${sign(result.verdict)} | ${md(criterionWords(result))} by ${md(result.cohort)} | ${md(result.of)} | ${md(result.environment)} | ${formatGap(result, apartOf(result))} | ${formatShare(result.gapUnderEquality)} | ${allowedGap(result)} | ${md(result.groups.map(({ group, rate, n }) => `${group} ${formatNumber(rate)} (n ${formatCount(n)})`).join(", "))} |`), most),
    ...folded(`Correlations: ${agreeing(correlations)}`, ["| verdict | columns | reference | candidate | difference |", "| --- | --- | ---: | ---: | ---: |"], worstFirst(correlations).map(({ verdict, a, b, reference, candidate, difference }) => `| ${sign(verdict)} | ${md(`${a} and ${b}`)} | ${formatNumber(reference)} | ${formatNumber(candidate)} | ${formatNumber(difference)} |`), most),
    ...folded(`Rules of the data: ${agreeing(quality)}`, ["| verdict | rule | in | rows that break it | since | first of them | whose |", "| --- | --- | --- | ---: | --- | --- | --- |"], worstFirst(quality).map(({ verdict, rule, environment, broken, rows, since, examples }) => `| ${sign(verdict)} | ${md(rule.statement)} | ${md(environment)} | ${formatCount(broken)} of ${formatCount(rows)} | ${since === null ? noNumber : md(since)} | ${md(examples.slice(0, 3).map(({ row, value }) => (value === null ? row : `${row}: ${value}`)).join(", "))} | ${rule.owner === null ? noNumber : md(rule.owner)} |`), most),
    ...(schema.length === 0 ? [] : [`Columns that do not match: ${md(schema.slice(0, most).map(({ column, problem }) => `${column}: ${problem}`).join("; "))}.`, ""]),
    ...(guessed === null ? [] : [`Guessed: ${md(guessed)}.`, ""]),
    `${md(familyWords(population))}. ${md(dependenceWords(population))}.`, "",
  ];
};
