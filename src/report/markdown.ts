import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import { forPeople } from "./for-people.ts";
import { agreedNotes, overrideNotes, sinceNotes } from "./markdown/agreed-notes.ts";
import { environmentNotes } from "./markdown/environment-notes.ts";
import { coverageNotes, populationNotes } from "./markdown/population-notes.ts";
import { measuredNotes } from "./markdown/measured-notes.ts";
import { md } from "./markdown/md-text.ts";
import { validationNotes } from "./markdown/validation-notes.ts";
import { besideHypotheses } from "./validation/beside-hypotheses.ts";
import { readWords } from "./validation/source-words.ts";
import { agreementFacts } from "./wording/agreement-facts.ts";
import { formatMargin } from "./wording/allowed-zone.ts";
import { coverageWords } from "./wording/coverage-words.ts";
import { decisionWords, exitCodeMeaning } from "./wording/decision-words.ts";
import { formatBytes } from "./wording/format-bytes.ts";
import { formatEffect, formatInterval } from "./wording/format-effect.ts";
import { formatCount, formatPlural } from "./wording/format-number.ts";
import { latencyWords } from "./wording/latency-words.ts";
import { findingMark, waivedWords } from "./wording/finding-mark.ts";
import { modeMeaning } from "./wording/mode-words.ts";
import { findingsInOrder, isNew } from "./wording/order-findings.ts";
import { patternWords } from "./wording/pattern-words.ts";
import { agreementWords, subjectWords } from "./wording/subject-words.ts";
import { verdictWords } from "./wording/verdict-words.ts";

/** How much of a run a summary tells. */
interface Room {
  readonly findings: number;
  readonly details: number;
  readonly patterns: number;
  /** Rows of each list that an agreed check adds: overrides, differences, budgets, cases. */
  readonly agreed: number;
}

/** A job summary takes 1 MiB and a reader far less. */
const summaryRoom: Room = { findings: 50, details: 20, patterns: 10, agreed: 40 };

const findingRow = (finding: Finding, run: Run): string =>
  `| ${verdictWords[finding.verdict].symbol} ${verdictWords[finding.verdict].word} | ${isNew(run, finding) ? "**new** " : ""}${md(subjectWords(finding))}${findingMark(finding) === null ? "" : ` *(${findingMark(finding)})*`} | ${formatEffect(finding.estimate, finding.unit)} | ${formatInterval(finding.interval, finding.unit)} | ${formatMargin(finding)} |${run.kind !== "check" ? "" : ` ${formatEffect(finding.noiseFloor, finding.unit)} |`} ${formatCount(finding.n)} |`;

const findingTable = (run: Run, findings: readonly Finding[], most: number): string[] => {
  if (findings.length === 0) return [];
  const rest = findings.length - most;
  return [
    ...(run.kind !== "check" ? ["| verdict | what | effect | interval | allowed | n |", "| --- | --- | ---: | ---: | ---: | ---: |"] : ["| verdict | what | effect | interval | allowed | noise floor | n |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]), ...findings.slice(0, most).map((finding) => findingRow(finding, run)),
    ...(rest > 0 ? ["", `${formatPlural(rest, "more finding")} in the report.`] : []), "",
  ];
};

const detailsOf = (findings: readonly Finding[], most: number): string[] => {
  const shown = findings.slice(0, most);
  if (shown.length === 0) return [];
  return [
    "<details><summary>Why, and what to do about each</summary>", "",
    ...shown.flatMap((finding) => [`- **${md(subjectWords(finding))}**: ${md(finding.statement)}. Why: ${md(finding.reason)}. What to do: ${md(finding.action)}.${finding.mode === "enforce" ? "" : ` Mode ${finding.mode}: ${modeMeaning[finding.mode]}.`}${waivedWords(finding) === null ? "" : ` ${md(waivedWords(finding) ?? "")}`}`]),
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

const mostArtifacts = 20;

const provenanceOf = ({ agreement }: Run): string[] => {
  if (agreement === null) return [];
  const rest = agreement.artifacts.length - mostArtifacts;
  return [
    ...agreement.manifests.map(({ path, digest }) => `- manifest: ${md(path)}, ${digest}`),
    ...agreementFacts(agreement).flatMap(([name, value]) => (value === null ? [] : [`- ${name.toLowerCase()}: ${md(value)}`])),
    ...agreement.artifacts.slice(0, mostArtifacts).map(({ group, path, digest, bytes }) => `- ${group}: ${md(path)}, ${md(digest)} (${formatBytes(bytes)})`),
    ...(rest > 0 ? [`- ${formatPlural(rest, "more file")} in the report`] : []),
  ];
};

/** A GitHub job summary: verdict, what was agreed and what stood in, what to do, table of findings, patterns, where the sides part; details folded away. */
export const renderMarkdown = (run: Run): string => summary(run, summaryRoom);

/** The same with as many findings, patterns and details as fit into so many bytes of UTF-8; verdict, decision and coverage always stay. */
export const renderMarkdownWithin = (run: Run, longest: number): string => {
  let room = summaryRoom;
  let text = summary(run, room);
  while (Buffer.byteLength(text) > longest && room.findings + room.details + room.patterns + room.agreed > 0) {
    room = { findings: Math.floor(room.findings / 2), details: Math.floor(room.details / 2), patterns: Math.floor(room.patterns / 2), agreed: Math.floor(room.agreed / 2) };
    text = summary(run, room);
  }
  if (Buffer.byteLength(text) <= longest) return text;
  throw new Error(`a summary of nothing but its head takes ${Buffer.byteLength(text)} bytes; ${longest} are allowed`);
};

const summary = (exact: Run, room: Room): string => {
  const run = forPeople(exact);
  const ordered = besideHypotheses(run, findingsInOrder(run));
  const open = ordered.filter(({ verdict }) => verdict !== "pass");
  const agreement = agreementWords(ordered);
  const latency = latencyWords(run);
  const { reference, candidate } = run.environments;
  return [
    `## ${verdictWords[run.verdict].symbol} ${verdictWords[run.verdict].word}: ${md(run.headline)}`, "",
    ...agreedNotes(run), ...overrideNotes(run, room.agreed), ...sinceNotes(run, room.agreed),
    `**${decisionWords[run.decision.action]}**: ${md(run.decision.reason)}.`, "",
    ...run.nextActions.slice(0, summaryRoom.patterns).map((action, index) => `${index + 1}. ${md(action)}`), ...(run.nextActions.length === 0 ? [] : [""]),
    ...coverageNotes(run),
    ...validationNotes(run, room.findings, room.agreed),
    ...findingTable(run, open, room.findings),
    ...(agreement === null ? [] : [`${verdictWords.pass.symbol} ${agreement}.`, ""]),
    ...(ordered.length === 0 && run.validation === null ? ["Nothing could be judged.", ""] : []),
    ...patternsOf(run, room.patterns),
    ...detailsOf(open, room.details),
    ...populationNotes(run, room.agreed),
    ...environmentNotes(run, room.agreed),
    ...measuredNotes(run, room.agreed),
    "<details><summary>What was compared</summary>", "",
    `- reference: **${md(reference.name)}**, ${md(reference.address)} (${md(reference.protocol)})`, `- candidate: **${md(candidate.name)}**, ${md(candidate.address)} (${md(candidate.protocol)})`,
    ...(run.kind !== "check" ? [] : [`- inputs: ${md(run.inputs.source)}, key ${md(run.inputs.key)} (${run.inputs.keyOrigin}), seed ${run.seed}`]), ...(run.validation === null ? [`- coverage: ${md(coverageWords(run))}`] : readWords(run.validation).map((words) => `- ${md(words)}`)),
    ...(latency === null ? [] : [`- latency: ${md(latency)}`]),
    ...provenanceOf(run),
    `- run ${md(run.id)}, lockstep ${md(run.tool.version)}${run.ledger === null ? "" : `, ledger entry ${run.ledger.sequence}, head ${run.ledger.head}`}`, "", "</details>", "",
    `Exit code ${run.decision.exitCode}: ${exitCodeMeaning(run.decision.exitCode)}.`, "",
  ].join("\n");
};
