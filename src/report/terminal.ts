import type { Run } from "../core/domain/run.ts";
import { coverageWords } from "./wording/coverage-words.ts";
import { besideHypotheses } from "./validation/beside-hypotheses.ts";
import { decisionWords, exitCodeMeaning } from "./wording/decision-words.ts";
import { formatPlural } from "./wording/format-number.ts";
import { latencyWords } from "./wording/latency-words.ts";
import { findingsInOrder, isNew } from "./wording/order-findings.ts";
import { agreementWords } from "./wording/subject-words.ts";
import { verdictWords } from "./wording/verdict-words.ts";
import { shortText, visibleText } from "./wording/visible-text.ts";
import { forPeople } from "./for-people.ts";
import { agreedLines, environmentLines } from "./terminal/agreed-lines.ts";
import { findingTable } from "./terminal/finding-table.ts";
import { coverageLines, populationNotes, populationTables } from "./terminal/population-lines.ts";
import { patternLines } from "./terminal/pattern-lines.ts";
import { terminalInk } from "./terminal/terminal-ink.ts";
import { hypothesisLines, readLines, validationNotes } from "./terminal/validation-lines.ts";
import { hang } from "./terminal/wrap-lines.ts";

export interface TerminalOptions {
  readonly color: boolean;
  /** Cells per line. */
  readonly width: number;
  /** True where the terminal shows no more than ASCII. */
  readonly ascii: boolean;
  /** Where the full report was written; left out where none was. */
  readonly report?: string;
}

/** So many findings and patterns that the first screen is enough; the report has the rest. */
const mostFindings = 10;
const mostPatterns = 3;
/** Where stages or environments were compared too, they say more about the cause than a third pattern. */
const mostFindingsBeside = 8;
const mostPatternsBeside = 1;
/** Beside the tables of two populations. */
const mostFindingsOfPopulations = 8;
const widestLine = 120;
/** No sentence needs more than this; a name of five thousand letters does not push the verdict off the screen. */
const longestText = 400;
const labelCells = 10;

/** The run on one screen: the verdict first, the exit code's meaning last. */
export const renderTerminal = (exact: Run, options: TerminalOptions): string => {
  const run = forPeople(exact);
  const ink = terminalInk(options);
  const width = Math.min(widestLine, Math.max(40, options.width));
  const clean = (text: string): string => ink.plain(shortText(visibleText(text), longestText));
  const label = (name: string, text: string): string[] => hang(name.padEnd(labelCells), clean(text), width);

  const sign = `${ink.symbol(run.verdict)} ${verdictWords[run.verdict].word.toUpperCase()}  `;
  const [first = "", ...more] = hang(sign, clean(run.headline), width);
  const { validation } = run;
  // A hypothesis has a block of its own: only what is found beside them stands in the table.
  const ordered = besideHypotheses(run, findingsInOrder(run));
  const open = ordered.filter(({ verdict }) => verdict !== "pass");
  const { population } = run;
  const beside = run.trace !== null || run.differences.length > 0;
  const patterns = run.patterns.slice(0, beside ? mostPatternsBeside : mostPatterns);
  const shown = open.slice(0, population !== null ? mostFindingsOfPopulations : beside ? mostFindingsBeside : mostFindings);
  const agreement = agreementWords(ordered);
  const latency = latencyWords(run);
  const rest = open.length - shown.length;
  const morePatterns = run.patterns.length - patterns.length;

  return [
    ink.verdict(run.verdict, ink.strong(first)), ...more.map(ink.strong),
    "",
    ...agreedLines(run, ink, width, labelCells),
    ...(population === null ? [] : coverageLines(population, ink, width, labelCells)),
    ...(validation === null ? [] : [...readLines(validation, ink, width, labelCells), ...hypothesisLines(validation, run.findings, ink, width)]),
    ...findingTable(shown, ink, width, (finding) => isNew(run, finding), population === null && validation === null).filter(() => shown.length > 0),
    ...(rest > 0 ? [ink.quiet(`  and ${formatPlural(rest, "more finding")} in the report`)] : []),
    ...(agreement === null ? [] : hang("    ", agreement, width).map((line, index) => (index === 0 ? `  ${ink.verdict("pass", ink.symbol("pass"))} ${line.trimStart()}` : line))),
    ...(validation === null ? [...(ordered.length === 0 ? [ink.quiet("  nothing could be judged")] : []), ""] : ordered.length === 0 ? [] : [""]),
    ...(population === null ? [] : populationTables(population, ink, width)),
    ...patterns.flatMap((pattern) => [...patternLines(pattern, ink, width), ""]),
    ...(morePatterns > 0 ? [ink.quiet(`  and ${formatPlural(morePatterns, "more pattern")} in the report`), ""] : []),
    ...environmentLines(run, ink, width, labelCells),
    ...(validation !== null ? validationNotes(validation, ink, width, labelCells) : population === null ? label("coverage", coverageWords(run)) : populationNotes(population, ink, width, labelCells)),
    ...(latency === null ? [] : label("latency", latency)),
    ...label("decision", `${decisionWords[run.decision.action]}: ${run.decision.reason}`),
    ...run.nextActions.flatMap((action, index) => label(index === 0 ? "next" : "", run.nextActions.length > 1 ? `${index + 1}. ${action}` : action)),
    ...(options.report === undefined ? [] : [`${"report".padEnd(labelCells)}${ink.plain(visibleText(options.report))}`]),
    "",
    ...hang("Exit code ", `${run.decision.exitCode}: ${exitCodeMeaning(run.decision.exitCode)}.`, width).map(ink.quiet),
    "",
  ].join("\n").replaceAll("…", ink.plain("…"));
};
