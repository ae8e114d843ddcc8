import type { Run } from "../../core/domain/run.ts";
import type { HypothesisResult, SeriesJudgement, Validation } from "../../core/domain/validation.ts";
import { amendmentWords, concurrentWords, corridorWords, costWords, forWhomWords, inUnit, labelFreeWords, outsideWords, ownerWords, promisedWords, restatementWords, segmentName, standsWords, toDoWords, validationFamilyWords, valueWords, warningWords } from "../validation/hypothesis-words.ts";
import { localMoment } from "../validation/local-time.ts";
import { orderHypotheses, orderSegments, shownVerdict } from "../validation/order-hypotheses.ts";
import { outsideCorridor, promisedOf, toldEstimate } from "../validation/outside-corridor.ts";
import { maturityWords, missingDaysWords, notJudgedWords, seriesCounts } from "../validation/series-counts.ts";
import { formatCount, formatNumber, formatPlural, noNumber } from "../wording/format-number.ts";
import { modeMark } from "../wording/mode-words.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { md } from "./md-text.ts";

const sign = (verdict: keyof typeof verdictWords): string => `${verdictWords[verdict].symbol} ${verdictWords[verdict].word}`;

const cellsOf = (result: HypothesisResult, judgement: SeriesJudgement): string => {
  const outside = outsideCorridor(result, judgement);
  const { timeZone, window } = result.hypothesis;
  const cells = [
    valueWords(toldEstimate(judgement), result.unit), corridorWords(judgement.corridor, result.unit), outside === null || outside.margins === null ? noNumber : `${formatNumber(outside.margins)} margins ${outside.side}`,
    judgement.since === null ? noNumber : localMoment(judgement.since, timeZone, window === "hour"), formatPlural(judgement.units, judgement.unit),
  ];
  return `${cells.map(md).join(" | ")} |`;
};

const row = (result: HypothesisResult): string => {
  const { overall, hypothesis: { claim, mode } } = result;
  return `| ${sign(shownVerdict(result))} | ${md(claim)}${modeMark[mode] === null ? "" : ` *(${modeMark[mode]})*`} | ${md(result.metric)} | ${overall === null ? `${noNumber} | ${noNumber} | ${noNumber} | ${noNumber} | ${noNumber} |` : cellsOf(result, overall)}`;
};

const told = (result: HypothesisResult, { asOf }: Validation): string[] => {
  const { overall } = result;
  const notJudged = overall === null ? null : notJudgedWords(result, seriesCounts(overall));
  const facts: readonly (readonly [string, string | null])[] = [
    ["Refused", result.refused === null ? null : `${result.refused.message} (${result.refused.code})`],
    ["Stands", overall === null ? null : standsWords(result, overall)], ["Outside", overall === null ? null : outsideWords(result, overall, asOf)], ["Promised", promisedWords(result)],
    ["Reason", result.verdict === "inconclusive" ? (overall?.reason ?? null) : null], ["Blind", overall?.blind ?? null], ["For whom", forWhomWords(result, orderSegments(result), 4)],
    ...result.explanations.map(({ sentence }) => ["Why", sentence] as const), ...concurrentWords(result).slice(0, 4).map((words) => ["Beside it", words] as const), ...warningWords(result).map((words) => ["Warning", words] as const),
    ["Costs", costWords(result)], ...result.labelFree.map((estimate) => ["Without labels", labelFreeWords(estimate, result)] as const),
    ["Waiting", [notJudged, maturityWords(result)].filter((part) => part !== null).join("; ") || null], ...result.restated.slice(0, 4).map((restatement) => ["Restated", restatementWords(restatement, result)] as const), ...(result.restated.length > 4 ? [["Restated", `and ${formatPlural(result.restated.length - 4, "more window")}`] as const] : []),
    ...amendmentWords(result).map((words) => ["Amended", words] as const), ["To do", `${toDoWords(result)}. Owner: ${ownerWords(result)}`],
  ];
  return [`#### ${sign(shownVerdict(result))}: ${md(result.hypothesis.claim)}`, "", ...facts.flatMap(([name, text]) => (text === null ? [] : [`- **${name}**: ${md(text.replace(/\.$/, ""))}`])), ""];
};

const segmentTable = (result: HypothesisResult, most: number): string[] => {
  const segments = orderSegments(result);
  if (segments.length === 0) return [];
  const holding = segments.filter(({ verdict }) => verdict === "pass").length;
  return [
    `<details><summary>${md(result.hypothesis.name)} by segment: ${formatCount(holding)} of ${formatCount(segments.length)} hold</summary>`, "", "| verdict | segment | estimate | corridor | outside | since | judged | promised |", "| --- | --- | ---: | ---: | ---: | --- | ---: | ---: |",
    ...segments.slice(0, most).map((segment) => `| ${sign(segment.verdict)} | ${md(segmentName(segment))} | ${cellsOf(result, segment)} ${md(inUnit(promisedOf(result, segment), result.unit))} |`), ...(segments.length > most ? ["", `${formatPlural(segments.length - most, "more segment")} in the report.`] : []), "", "</details>", "",
  ];
};

/** Every hypothesis in a table, those that do not hold told in full, their segments folded away; nothing for a run that judged no production. */
export const validationNotes = ({ validation }: Run, most: number, mostSegments: number): string[] => {
  if (validation === null) return [];
  const ordered = orderHypotheses(validation.hypotheses);
  const open = ordered.filter((result) => shownVerdict(result) !== "pass");
  const missing = missingDaysWords(validation);
  // A claim that holds may hold because it was made easier.
  const amended = ordered.filter((result) => shownVerdict(result) === "pass").flatMap((result) => amendmentWords(result).slice(-1).map((words) => `- **Amended**: ${md(result.hypothesis.claim)}: ${md(words)}`));
  return [
    "| verdict | claim | metric | production | corridor | outside | since | judged |", "| --- | --- | --- | ---: | ---: | ---: | --- | ---: |", ...ordered.slice(0, most).map(row), ...(ordered.length > most ? ["", `${formatPlural(ordered.length - most, "more hypothesis", "more hypotheses")} in the report.`] : []), "",
    ...(missing === null ? [] : [`${md(missing)}.`, ""]), ...(amended.length === 0 ? [] : [...amended.slice(0, most), ""]),
    ...open.slice(0, Math.max(1, Math.floor(most / 5))).flatMap((result) => told(result, validation)), ...ordered.flatMap((result) => segmentTable(result, mostSegments)),
    ...(validation.features.length === 0 ? [] : [`<details><summary>Features: ${formatCount(validation.features.filter(({ verdict }) => verdict === "pass").length)} of ${formatCount(validation.features.length)} lie as offline</summary>`, "", ...validation.features.slice(0, mostSegments).map(({ verdict, sentence }) => `- ${sign(verdict)}: ${md(sentence.replace(/\.$/, ""))}`), "", "</details>", ""]),
    `${md(validationFamilyWords(validation))}.`, "",
  ];
};
