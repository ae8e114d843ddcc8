import type { Run } from "../../core/domain/run.ts";
import type { HypothesisResult, SeriesJudgement } from "../../core/domain/validation.ts";
import { escapeXml } from "../escape-xml.ts";
import { forWhomWords, ownerWords, outsideWords, promisedWords, segmentName, standsWords, toDoWords } from "../validation/hypothesis-words.ts";
import { orderHypotheses, orderSegments } from "../validation/order-hypotheses.ts";
import { modeMeaning } from "../wording/mode-words.ts";
import { shortNumbers } from "../wording/short-numbers.ts";
import { shortText, visibleText } from "../wording/visible-text.ts";

const longestName = 300;
const longestText = 1500;

const outcome = (result: HypothesisResult, judgement: SeriesJudgement | null, asOf: string, waived: ReadonlySet<string>): string => {
  const { hypothesis, refused } = result;
  // Of everything the verdict is that of the hypothesis, which a failing segment decides too.
  const verdict = judgement === null || judgement.segment === null ? result.verdict : judgement.verdict;
  if (verdict === "pass") return "";
  const stands = judgement === null ? (refused?.message ?? "nothing was judged") : `${standsWords(result, judgement)}${verdict === "inconclusive" ? `: ${judgement.reason.replace(/\.$/, "")}` : ""}`;
  const message = `message="${escapeXml(shortText(visibleText(shortNumbers(`${result.metric}: ${stands}`)), longestName))}"`;
  const [explanation] = result.explanations;
  const text = escapeXml(shortText(visibleText(shortNumbers([
    hypothesis.claim, judgement === null ? null : outsideWords(result, judgement, asOf), judgement?.segment === null ? forWhomWords(result, orderSegments(result)) : null, explanation?.sentence ?? null, judgement?.reason ?? null, promisedWords(result) === null ? null : `Promised: ${String(promisedWords(result))}`,
    `To do: ${toDoWords(result)}. Owner: ${ownerWords(result)}`, hypothesis.mode === "enforce" ? null : `Mode ${hypothesis.mode}: ${modeMeaning[hypothesis.mode]}`,
  ].filter((part) => part !== null).map((part) => part.replace(/\.$/, "")).join(". "))), longestText));
  if (verdict === "inconclusive") return `<skipped ${message}/>`;
  // What cannot stop anything must not turn a pipeline's test tab red either.
  if (verdict === "warn" || hypothesis.mode !== "enforce" || waived.has(`hypothesis/${hypothesis.id}${judgement === null || judgement.segment === null ? "" : `/${judgement.segment.column} = ${judgement.segment.value}`}`)) return `<system-out>${text}</system-out>`;
  return verdict === "fail" ? `<failure type="${hypothesis.severity}" ${message}>${text}</failure>` : `<error type="${hypothesis.severity}" ${message}>${text}</error>`;
};

/** A case for each hypothesis and for each of its segments, the passing ones too; a hypothesis that was refused has one. */
export const validationCases = ({ validation, findings }: Run, classname: string): string[] => {
  if (validation === null) return [];
  const waived = new Set(findings.flatMap(({ id, waived: mark }) => (mark === undefined ? [] : [id])));
  return orderHypotheses(validation.hypotheses).flatMap((result) => [result.overall, ...orderSegments(result)].map((judgement) => {
    const name = escapeXml(shortText(visibleText(`${result.hypothesis.name}${judgement === null || judgement.segment === null ? "" : ` · ${segmentName(judgement)}`}`), longestName));
    return `    <testcase classname="${escapeXml(shortText(classname, longestName))}" name="${name}">${outcome(result, judgement, validation.asOf, waived)}</testcase>`;
  }));
};
