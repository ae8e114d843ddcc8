import type { Run } from "../../core/domain/run.ts";
import { coverageFacts } from "../population/coverage-facts.ts";
import { formatMeasure, measureName } from "../population/measure-words.ts";
import { decidingMeasure, isJudged, orderMetrics } from "../population/order-shifts.ts";
import { unpackShift } from "../population/packed-shift.ts";
import { apartOf, criterionWords, dependenceWords, familyWords, formatGap, inSegment, isRatio, metricWords } from "../population/population-words.ts";
import { formatCount, formatNumber, formatShare } from "../wording/format-number.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import type { ShownPopulation } from "./cut-population.ts";
import { escapeHtml } from "./escape-html.ts";

/** Readers without JavaScript get the worst; the page with it has the rest. */
const mostListed = 60;

const list = (title: string, entries: readonly string[]): string =>
  entries.length === 0 ? "" : `<h2>${escapeHtml(title)}</h2><ul>${entries.slice(0, mostListed).map((entry) => `<li>${escapeHtml(entry)}</li>`).join("")}</ul>${entries.length > mostListed ? `<p>and ${formatCount(entries.length - mostListed)} more</p>` : ""}`;

const sign = (verdict: keyof typeof verdictWords): string => `${verdictWords[verdict].symbol} ${verdictWords[verdict].word}`;

/** What was read of each log, before the findings. */
export const plainCoverage = ({ population }: Run): string =>
  population === null ? "" : [population.candidate, population.reference].map((side) => list(`What was read of ${side.name}`, coverageFacts(side).map(({ name, words }) => `${name}: ${words}`))).join("\n");

/** Columns, metrics, fairness and rules of two populations, worst first. */
export const plainPopulation = ({ population }: Run, shown: ShownPopulation | null): string => {
  if (population === null || shown === null) return "";
  return [
    shown.agreement === null ? "" : `<p>${escapeHtml(`${verdictWords.pass.symbol} ${shown.agreement}`)}</p>`,
    list("Columns", shown.shifts.slice(0, mostListed).map((packed) => {
      const shift = unpackShift(packed, shown.words);
      const measure = decidingMeasure(shift);
      return `${sign(shift.verdict)}: ${inSegment(shift.column, shift.segment)}${measure === null ? "" : `: ${measureName(measure.measure)} ${formatMeasure(measure.measure, measure.value)}${measure.null95 === null ? "" : `, by chance alone up to ${formatMeasure(measure.measure, measure.null95)}`}, allowed ${formatMeasure(measure.measure, shift.margin)}`}`;
    })),
    list("Columns that do not match", population.schema.map(({ column, problem }) => `${column}: ${problem}`)),
    list("Metrics", orderMetrics(population.metrics).map((metric) => `${isJudged(metric) ? sign(metric.verdict) : "shown only"}: ${metricWords(metric)}: ${formatNumber(metric.candidate)} against ${formatNumber(metric.reference)}`)),
    list("Fairness", population.fairness.map((result) => `${sign(result.verdict)}: ${criterionWords(result)} of ${result.of} by ${result.cohort} in ${result.environment}: ${isRatio(result) ? "smallest over largest" : "gap"} ${formatGap(result, apartOf(result))}, a gap of ${formatShare(result.gapUnderEquality)} if all were equal`)),
    list("Rules of the data", population.quality.map(({ verdict, rule, environment, broken, rows, examples }) => `${sign(verdict)}: ${rule.statement}, in ${environment}: ${formatCount(broken)} of ${formatCount(rows)} rows break it${examples.length === 0 ? "" : ` (${examples.map(({ row }) => row).join(", ")})`}`)),
    `<p>${escapeHtml(`${familyWords(population)}. ${dependenceWords(population)}.`)}</p>`,
  ].join("\n");
};
