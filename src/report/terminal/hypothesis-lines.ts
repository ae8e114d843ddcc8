import type { Finding } from "../../core/domain/finding.ts";
import type { HypothesisResult, Validation } from "../../core/domain/validation.ts";
import { amendmentWords, concurrentWords, costWords, forWhomWords, labelFreeWords, outsideWords, ownerWords, restatementWords, standsWords, toDoWords, warningWords } from "../validation/hypothesis-words.ts";
import { orderSegments, shownVerdict } from "../validation/order-hypotheses.ts";
import { promisedOf } from "../validation/outside-corridor.ts";
import { maturityWords, notJudgedWords, seriesCounts } from "../validation/series-counts.ts";
import { formatCount, formatPlural } from "../wording/format-number.ts";
import { findingMark, waivedWords } from "../wording/finding-mark.ts";
import { shortNumbers } from "../wording/short-numbers.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { shortText, visibleText } from "../wording/visible-text.ts";
import { corridorLine } from "./corridor-line.ts";
import { displayWidth, fitCells } from "./display-width.ts";
import type { TerminalInk } from "./terminal-ink.ts";
import { hang } from "./wrap-lines.ts";

const longestText = 300;
const labelCells = 14;
/** Of a claim at least so much stays. */
const fewestClaimCells = 24;

/** The first of a list and how many more the report has. */
const firstAnd = (texts: readonly string[], most: number): string => `${texts.slice(0, most).join("; ")}${texts.length > most ? `; and ${formatCount(texts.length - most)} more` : ""}`;

/** What stands beside a verdict whichever it is: windows that were judged anew, and what was amended since. */
const besides = (result: HypothesisResult): string[] => [
  ...(result.restated.length === 0 ? [] : [`${formatPlural(result.restated.length, "window")} restated`]),
  ...(amendmentWords(result).length === 0 ? [] : [`amended ${formatPlural(amendmentWords(result).length, "time")}`]),
];

/** What people accepted of a hypothesis: of all its rows, or of a segment. */
const waivedOf = ({ hypothesis: { id } }: HypothesisResult, findings: readonly Finding[]): readonly Finding[] => findings.filter(({ id: finding, waived }) => waived !== undefined && (finding === `hypothesis/${id}` || finding.startsWith(`hypothesis/${id}/`)));

const claimOf = ({ hypothesis: { id, claim, mode } }: HypothesisResult, waived: readonly Finding[]): string => {
  const mark = findingMark({ mode, waived: waived.find(({ id: finding }) => finding === `hypothesis/${id}`)?.waived });
  return `${claim.replace(/\.$/, "")}${mark === null ? "" : ` (${mark})`}`;
};

const acceptedWords = ({ hypothesis: { id } }: HypothesisResult, waived: readonly Finding[]): string[] => waived.map((finding) => `${finding.id === `hypothesis/${id}` ? "" : `${finding.id.slice(`hypothesis/${id}/`.length)}: `}${(waivedWords(finding) ?? "").replace(/^Waived by /, "by ").replace(/\.$/, "")}`);

/** A hypothesis that holds, or one beyond those that are told in full: one line, and one more for each warning. A long claim is cut, its numbers never: where both do not fit they take a line of their own. */
export const hypothesisLine = (result: HypothesisResult, findings: readonly Finding[], ink: TerminalInk, width: number): string[] => {
  const clean = (text: string): string => ink.plain(visibleText(shortNumbers(text)));
  const verdict = shownVerdict(result);
  const sign = `${ink.symbol(verdict)} ${verdictWords[verdict].word}`;
  const { overall } = result;
  const stands = overall === null ? (result.refused?.message ?? "nothing was judged") : `${standsWords(result, overall, true)}, ${formatPlural(overall.units, overall.unit)}${verdict === "inconclusive" ? `; ${overall.reason.replace(/\.$/, "")}` : ""}`;
  const waived = waivedOf(result, findings);
  const inPart = waived.filter(({ id }) => id !== `hypothesis/${result.hypothesis.id}`);
  const notes = [...(inPart.length === 0 ? [] : [`${formatPlural(inPart.length, "segment")} waived`]), ...besides(result)];
  const tail = clean(`: ${stands}${notes.length === 0 ? "" : `; ${notes.join(", ")}`}`);
  const room = Math.max(12, width - sign.length - 4);
  const claim = clean(claimOf(result, waived));
  // What cannot be told has its reason at the end: it is wrapped, and not cut.
  if (verdict !== "pass") return hang(`  ${sign}  `, `${fitCells(claim, Math.min(displayWidth(claim), 2 * fewestClaimCells)).trimEnd()}${shortText(tail, longestText)}`, width).map((line, index) => (index === 0 ? `  ${ink.verdict(verdict, sign)}${line.slice(sign.length + 2)}` : line));
  const short = fitCells(claim, Math.max(fewestClaimCells, Math.min(displayWidth(claim), room - displayWidth(tail)))).trimEnd();
  const fits = displayWidth(short) + displayWidth(tail) <= room;
  return [
    ...(fits ? [`  ${ink.verdict(verdict, sign)}  ${short}${tail}`] : [`  ${ink.verdict(verdict, sign)}  ${fitCells(claim, room).trimEnd()}`, ...hang("    ", tail.replace(/^: /, ""), width)]),
    ...warningWords(result).flatMap((warning) => hang(`    ${ink.symbol("warn")} `, clean(shortText(warning, longestText)), width)),
  ];
};

/** A hypothesis that does not hold or cannot be told: its claim, then what is known of it, each with its label. */
export const hypothesisBlock = (result: HypothesisResult, { asOf }: Validation, findings: readonly Finding[], ink: TerminalInk, width: number): string[] => {
  const clean = (text: string): string => ink.plain(visibleText(shortText(shortNumbers(text), longestText)));
  const verdict = shownVerdict(result);
  const sign = `${ink.symbol(verdict)} ${verdictWords[verdict].word}`;
  const label = (name: string, text: string | null): string[] => (text === null || text === "" ? [] : hang(`    ${name.padEnd(labelCells - 4)}`, clean(text), width));
  const { overall, hypothesis, refused } = result;
  const waived = waivedOf(result, findings);
  const title = hang(`  ${sign}  `, clean(claimOf(result, waived)), width);
  const head = title.map((line, index) => (index === 0 ? `  ${ink.verdict(verdict, sign)}${ink.strong(line.slice(sign.length + 2))}` : ink.strong(line)));
  const segments = orderSegments(result);
  const plot = overall === null ? null : corridorLine(overall, promisedOf(result, overall), hypothesis.timeZone, ink, width - labelCells);
  const waiting = overall === null ? null : notJudgedWords(result, seriesCounts(overall));
  const maturity = maturityWords(result);
  const [explanation] = result.explanations;
  const blind = overall?.blind ?? null;
  const forWhom = label("for whom", forWhomWords(result, segments));
  // Where only a segment fails, it is the news, and all rows come after it.
  const ofSegment = overall !== null && overall.verdict !== "fail" && verdict === "fail";
  return [
    ...head,
    ...label("waived", firstAnd(acceptedWords(result, waived), 2)),
    ...(ofSegment ? forWhom : []),
    ...label("refused", refused === null ? null : `${refused.message.replace(/\.$/, "")} (${refused.code})`),
    ...(overall === null ? [] : [
      ...label("stands", `${result.metric}${ofSegment ? " over all" : ""}: ${standsWords(result, overall)}, over ${formatPlural(overall.units, overall.unit)}`),
      ...(plot === null ? [] : [`    ${"windows".padEnd(labelCells - 4)}${plot.signs}`, ...hang(" ".repeat(labelCells), clean(plot.legend), width).map(ink.quiet)]),
      ...label("outside", outsideWords(result, overall, asOf)),
      ...(result.verdict === "inconclusive" ? label("why not", overall.reason.replace(/\.$/, "")) : []),
      ...label("blind", blind === null ? null : blind.replace(/\.$/, "")),
    ]),
    ...label("warning", firstAnd(warningWords(result), 2)),
    ...(ofSegment ? [] : forWhom),
    ...label("why", explanation === undefined ? null : explanation.sentence.replace(/\.$/, "")),
    ...label("beside it", firstAnd(concurrentWords(result), 2)),
    ...label("costs", costWords(result)),
    ...label("no labels", result.labelFree.length === 0 ? null : firstAnd([...result.labelFree].sort((a, b) => Number(a.doubt !== null) - Number(b.doubt !== null)).map((estimate) => labelFreeWords(estimate, result)), 1)),
    ...label("waiting", [waiting, waiting !== null && maturity !== null ? maturity : null].filter((part) => part !== null).join("; ")),
    ...label("restated", firstAnd(result.restated.map((restatement) => restatementWords(restatement, result)), 1)),
    ...label("amended", firstAnd(amendmentWords(result).reverse(), 1)),
    ...label("to do", `${toDoWords(result)}. Owner: ${ownerWords(result)}`),
    "",
  ];
};
