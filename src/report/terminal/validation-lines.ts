import type { Finding } from "../../core/domain/finding.ts";
import type { Validation } from "../../core/domain/validation.ts";
import { validationFamilyWords } from "../validation/hypothesis-words.ts";
import { localMoment } from "../validation/local-time.ts";
import { orderHypotheses, shownVerdict } from "../validation/order-hypotheses.ts";
import { missingDaysWords } from "../validation/series-counts.ts";
import { gapWords, readWords } from "../validation/source-words.ts";
import { formatPlural } from "../wording/format-number.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { shortText, visibleText } from "../wording/visible-text.ts";
import { fitCells } from "./display-width.ts";
import { hypothesisBlock, hypothesisLine } from "./hypothesis-lines.ts";
import type { TerminalInk } from "./terminal-ink.ts";
import { hang } from "./wrap-lines.ts";

/** One screen: the report has the rest. */
const mostBlocks = 2;
const mostLines = 8;
const mostHeeded = 2;
const mostFeatures = 3;
const longestText = 300;

/** What was read, what it bends, and which days are not there: before any verdict on a hypothesis. */
export const readLines = (validation: Validation, ink: TerminalInk, width: number, labelCells: number): string[] => {
  const clean = (text: string): string => ink.plain(visibleText(shortText(text, longestText)));
  const heeded = gapWords(validation).filter(({ bends }) => bends).map(({ words }) => words);
  const missing = missingDaysWords(validation);
  return [
    ...readWords(validation).map((words, index) => `${(index === 0 ? "read" : "").padEnd(labelCells)}${fitCells(clean(words), Math.max(20, width - labelCells)).trimEnd()}`),
    ...heeded.slice(0, mostHeeded).flatMap((text) => hang(`${" ".repeat(labelCells)}! `, clean(`can bend it: ${text}`), width)),
    ...(missing === null ? [] : hang(`${" ".repeat(labelCells)}! `, clean(missing), width)),
    "",
  ];
};

/** One block for each of the worst that do not hold, one line for each other. */
export const hypothesisLines = (validation: Validation, findings: readonly Finding[], ink: TerminalInk, width: number): string[] => {
  const ordered = orderHypotheses(validation.hypotheses);
  const open = ordered.filter((result) => shownVerdict(result) !== "pass");
  const holding = ordered.filter((result) => shownVerdict(result) === "pass");
  // Beside one that fails, one that cannot be told yet takes a line.
  const failing = open.filter((result) => shownVerdict(result) === "fail" || shownVerdict(result) === "error");
  const told = (failing.length === 0 ? open : failing).slice(0, mostBlocks);
  const short = [...open.filter((result) => !told.includes(result)), ...holding].slice(0, mostLines);
  const rest = open.length + holding.length - told.length - short.length;
  return [
    ...told.flatMap((result) => hypothesisBlock(result, validation, findings, ink, width)),
    ...short.flatMap((result) => hypothesisLine(result, findings, ink, width)),
    ...(rest > 0 ? [ink.quiet(`  and ${formatPlural(rest, "more hypothesis", "more hypotheses")} in the report`)] : []),
    ...(ordered.length === 0 ? [ink.quiet("  no hypothesis was judged")] : []),
    ...featureLines(validation, ink, width),
    "",
  ];
};

const featureLines = ({ features }: Validation, ink: TerminalInk, width: number): string[] => {
  const moved = features.filter(({ verdict }) => verdict !== "pass");
  const steady = features.length - moved.length;
  const rest = moved.length - mostFeatures;
  return [
    ...moved.slice(0, mostFeatures).map(({ verdict, feature, sentence }) => {
      const sign = `${ink.symbol(verdict)} ${verdictWords[verdict].word}`;
      return `  ${ink.verdict(verdict, sign)}  ${fitCells(ink.plain(visibleText((sentence.includes(feature) ? sentence : `${feature}: ${sentence}`).replace(/\.$/, ""))), Math.max(12, width - sign.length - 4)).trimEnd()}`;
    }),
    ...(rest > 0 ? [ink.quiet(`  and ${formatPlural(rest, "more feature")} in the report`)] : []),
    ...(steady === 0 ? [] : [`  ${ink.verdict("pass", ink.symbol("pass"))} ${formatPlural(steady, "feature lies", "features lie")} as offline`]),
  ];
};

/** Until when it was looked, and what is held together. */
export const validationNotes = (validation: Validation, ink: TerminalInk, width: number, labelCells: number): string[] => {
  const [first] = validation.hypotheses;
  const zone = first?.hypothesis.timeZone ?? "UTC";
  return hang("as of".padEnd(labelCells), ink.plain(visibleText(`${localMoment(validation.asOf, zone, true)} ${zone}${validation.backfill ? ", history judged as if looked at week by week" : ""}; ${validationFamilyWords(validation)}`)), width);
};
