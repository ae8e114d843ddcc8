import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import { formatMargin } from "./wording/allowed-zone.ts";
import { coverageWords } from "./wording/coverage-words.ts";
import { decisionWords, exitCodeMeaning } from "./wording/decision-words.ts";
import { formatEffect, formatInterval } from "./wording/format-effect.ts";
import { formatCount, formatPlural } from "./wording/format-number.ts";
import { latencyWords } from "./wording/latency-words.ts";
import { orderFindings } from "./wording/order-findings.ts";
import { patternWords } from "./wording/pattern-words.ts";
import { agreementWords, subjectWords } from "./wording/subject-words.ts";
import { verdictWords } from "./wording/verdict-words.ts";
import { shortText, visibleText } from "./wording/visible-text.ts";

/** How much of a run a summary tells. */
interface Room {
  readonly findings: number;
  readonly details: number;
  readonly patterns: number;
}

/** A job summary takes 1 MiB and a reader far less. */
const summaryRoom: Room = { findings: 50, details: 20, patterns: 10 };
const longestText = 400;

/** Foreign text as text: nothing in it becomes a link, a tag, a mention, a table cell or emphasis. */
const md = (text: string): string =>
  shortText(visibleText(text.toWellFormed()), longestText).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/[\\`*{}[\]#+!|~@$]|^-|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (sign) => `&#${sign.charCodeAt(0)};`).replace(/:\/\//g, "&#58;//").replace(/\bwww\./gi, "www&#46;");

const findingRow = (finding: Finding): string =>
  `| ${verdictWords[finding.verdict].symbol} ${verdictWords[finding.verdict].word} | ${md(subjectWords(finding))} | ${formatEffect(finding.estimate, finding.unit)} | ${formatInterval(finding.interval, finding.unit)} | ${formatMargin(finding)} | ${formatEffect(finding.noiseFloor, finding.unit)} | ${formatCount(finding.n)} |`;

const findingTable = (findings: readonly Finding[], most: number): string[] => {
  if (findings.length === 0) return [];
  const rest = findings.length - most;
  return [
    "| verdict | what | effect | interval | allowed | noise floor | n |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |", ...findings.slice(0, most).map(findingRow),
    ...(rest > 0 ? ["", `${formatPlural(rest, "more finding")} in the report.`] : []), "",
  ];
};

const detailsOf = (findings: readonly Finding[], most: number): string[] => {
  const shown = findings.slice(0, most);
  if (shown.length === 0) return [];
  return [
    "<details><summary>Why, and what to do about each</summary>", "",
    ...shown.flatMap((finding) => [`- **${md(subjectWords(finding))}**: ${md(finding.statement)}. Why: ${md(finding.reason)}. What to do: ${md(finding.action)}.`]),
    ...(findings.length > shown.length ? [`- ${formatPlural(findings.length - shown.length, "more finding")} in the report.`] : []), "", "</details>", "",
  ];
};

const patternsOf = (run: Run, most: number): string[] => {
  if (run.patterns.length === 0) return [];
  const rest = run.patterns.length - most;
  return [
    "### What it looks like", "",
    ...run.patterns.slice(0, most).flatMap(({ code, statement, rows, suspects: [suspect] }) => [
      `- **${patternWords[code]}** (${code}): ${md(statement)}${rows === null ? "" : `; ${md(rows)}`}.${suspect === undefined ? "" : ` Look first at: ${md(suspect.cause)} (${md(suspect.check)}).`}`,
    ]),
    ...(rest > 0 ? [`- ${formatPlural(rest, "more pattern")} in the report.`] : []), "",
  ];
};

/** A GitHub job summary: verdict, what to do, table of findings, patterns, details folded away. */
export const renderMarkdown = (run: Run): string => summary(run, summaryRoom);

/** The same with as many findings, patterns and details as fit into so many bytes of UTF-8; verdict, decision and coverage always stay. */
export const renderMarkdownWithin = (run: Run, longest: number): string => {
  let room = summaryRoom;
  let text = summary(run, room);
  while (Buffer.byteLength(text) > longest && room.findings + room.details + room.patterns > 0) {
    room = { findings: Math.floor(room.findings / 2), details: Math.floor(room.details / 2), patterns: Math.floor(room.patterns / 2) };
    text = summary(run, room);
  }
  if (Buffer.byteLength(text) <= longest) return text;
  throw new Error(`a summary of nothing but its head takes ${Buffer.byteLength(text)} bytes; ${longest} are allowed`);
};

const summary = (run: Run, room: Room): string => {
  const ordered = orderFindings(run.findings);
  const open = ordered.filter(({ verdict }) => verdict !== "pass");
  const agreement = agreementWords(ordered);
  const latency = latencyWords(run);
  const { reference, candidate } = run.environments;
  return [
    `## ${verdictWords[run.verdict].symbol} ${verdictWords[run.verdict].word}: ${md(run.headline)}`, "",
    `**${decisionWords[run.decision.action]}**: ${md(run.decision.reason)}.`, "",
    ...run.nextActions.slice(0, summaryRoom.patterns).map((action, index) => `${index + 1}. ${md(action)}`), ...(run.nextActions.length === 0 ? [] : [""]),
    ...findingTable(open, room.findings),
    ...(agreement === null ? [] : [`${verdictWords.pass.symbol} ${agreement}.`, ""]),
    ...(ordered.length === 0 ? ["Nothing could be judged.", ""] : []),
    ...patternsOf(run, room.patterns),
    ...detailsOf(open, room.details),
    "<details><summary>What was compared</summary>", "",
    `- reference: **${md(reference.name)}**, ${md(reference.address)} (${md(reference.protocol)})`, `- candidate: **${md(candidate.name)}**, ${md(candidate.address)} (${md(candidate.protocol)})`,
    `- inputs: ${md(run.inputs.source)}, key ${md(run.inputs.key)} (${run.inputs.keyOrigin}), seed ${run.seed}`, `- coverage: ${md(coverageWords(run))}`,
    ...(latency === null ? [] : [`- latency: ${md(latency)}`]),
    `- run ${md(run.id)}, lockstep ${md(run.tool.version)}${run.ledger === null ? "" : `, ledger entry ${run.ledger.sequence}, head ${run.ledger.head}`}`, "", "</details>", "",
    `Exit code ${run.decision.exitCode}: ${exitCodeMeaning(run.decision.exitCode)}.`, "",
  ].join("\n");
};
