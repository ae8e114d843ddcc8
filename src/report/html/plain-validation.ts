import type { Run } from "../../core/domain/run.ts";
import type { HypothesisResult, Validation } from "../../core/domain/validation.ts";
import { amendmentWords, concurrentWords, costWords, forWhomWords, inUnit, labelFreeWords, outsideWords, ownerWords, promisedWords, restatementWords, segmentName, standsWords, toDoWords, validationFamilyWords, warningWords } from "../validation/hypothesis-words.ts";
import { shownVerdict } from "../validation/order-hypotheses.ts";
import { promisedOf } from "../validation/outside-corridor.ts";
import { maturityWords, missingDaysWords, notJudgedWords } from "../validation/series-counts.ts";
import { gapWords, readWords } from "../validation/source-words.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import type { ShownHypothesis, ShownValidation } from "./cut-validation.ts";
import { escapeHtml } from "./escape-html.ts";

const sign = (verdict: keyof typeof verdictWords): string => `${verdictWords[verdict].symbol} ${verdictWords[verdict].word}`;

const items = (entries: readonly (string | null)[]): string => `<ul>${entries.flatMap((entry) => (entry === null || entry === "" ? [] : [`<li>${escapeHtml(entry)}</li>`])).join("")}</ul>`;

const told = (result: HypothesisResult, shown: ShownHypothesis | undefined, { asOf }: Validation): string => {
  const { overall } = result;
  const counts = shown?.overall?.counts ?? null;
  const open = overall === null || shownVerdict(result) !== "pass";
  return `<h2>${escapeHtml(`${sign(shownVerdict(result))}: ${result.hypothesis.claim}`)}</h2>${items([
    result.refused === null ? null : `${result.refused.message} (${result.refused.code})`,
    ...(overall === null ? [] : [`${result.metric}: ${standsWords(result, overall)}`, outsideWords(result, overall, asOf), overall.reason, overall.blind]),
    forWhomWords(result, result.segments), ...(promisedWords(result) === null ? [] : [`Promised: ${String(promisedWords(result))}`]), ...result.explanations.map(({ sentence }) => sentence), ...concurrentWords(result), ...warningWords(result), costWords(result),
    ...result.labelFree.map((estimate) => labelFreeWords(estimate, result)), counts === null ? null : notJudgedWords(result, counts), maturityWords(result), ...result.restated.map((restatement) => restatementWords(restatement, result)), ...amendmentWords(result),
    open ? `To do: ${toDoWords(result)}. Owner: ${ownerWords(result)}` : null,
    ...result.segments.map((segment) => `${sign(segment.verdict)}: ${segmentName(segment)}: ${standsWords(result, segment)}${promisedOf(result, segment) === null ? "" : `, promised ${inUnit(promisedOf(result, segment), result.unit)}`}`),
  ])}`;
};

/** Every hypothesis for readers without JavaScript, worst first, and what was read. */
export const plainValidation = ({ validation }: Run, shown: ShownValidation | null): string => {
  if (validation === null || shown === null) return "";
  return [
    ...validation.hypotheses.map((result, index) => told(result, shown.hypotheses[index], validation)),
    validation.features.length === 0 ? "" : `<h2>Features</h2>${items(validation.features.map(({ verdict, sentence }) => `${sign(verdict)}: ${sentence}`))}`,
    `<h2>What was read</h2>${items([...readWords(validation), ...gapWords(validation).map(({ words }) => words), missingDaysWords(validation)])}`,
    `<p>${escapeHtml(`${validationFamilyWords(validation)}.`)}</p>`,
  ].join("\n");
};
