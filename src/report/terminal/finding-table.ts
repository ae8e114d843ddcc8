import type { Finding } from "../../core/domain/finding.ts";
import { formatMargin } from "../wording/allowed-zone.ts";
import { formatEffect, formatInterval } from "../wording/format-effect.ts";
import { formatCount } from "../wording/format-number.ts";
import { findingMark } from "../wording/finding-mark.ts";
import { subjectWords } from "../wording/subject-words.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { shortText, visibleText } from "../wording/visible-text.ts";
import { displayWidth, fitCells } from "./display-width.ts";
import type { TerminalInk } from "./terminal-ink.ts";
import { hang } from "./wrap-lines.ts";

/** Below this a finding takes two lines, for the columns would no longer fit. */
const narrowestTable = 100;
const gap = 2;
const allHeadings: readonly string[] = ["", "what", "effect", "interval", "allowed", "noise", "n"];
const noiseAt = 5;
/** Room that a subject keeps even when the other columns are wide. */
const fewestSubjectCells = 16;
const longestStatement = 200;

type Appeared = (finding: Finding) => boolean;

/** What stands before and after a subject: new since an earlier run, unable to decide the run. */
const marksOf = (finding: Finding, appeared: Appeared): readonly [string, string] => [appeared(finding) ? "new: " : "", findingMark(finding) === null ? "" : ` (${findingMark(finding)})`];

/** The marked subject in so many cells; a long subject is cut, its marks never. */
const fitSubject = (subject: string, [before, after]: readonly [string, string], cells: number): string => {
  const room = Math.max(1, cells - before.length - after.length);
  return fitCells(`${before}${displayWidth(subject) > room ? fitCells(subject, room) : subject}${after}`, cells);
};

const cellsOf = (finding: Finding, ink: TerminalInk): string[] => [
  `${ink.symbol(finding.verdict)} ${verdictWords[finding.verdict].word}`,
  visibleText(subjectWords(finding)),
  formatEffect(finding.estimate, finding.unit),
  formatInterval(finding.interval, finding.unit),
  formatMargin(finding),
  formatEffect(finding.noiseFloor, finding.unit),
  formatCount(finding.n),
].map(ink.plain);

/** Populations are not asked twice: there the column would be empty. */
const withoutNoise = (cells: readonly string[], noise: boolean): string[] => cells.filter((_, index) => noise || index !== noiseAt);

/** A finding without an effect is told in words, for its row says nothing. */
const statementLines = (finding: Finding, ink: TerminalInk, width: number): string[] =>
  finding.estimate === null ? hang("    ", ink.plain(shortText(visibleText(finding.statement), longestStatement)), width) : [];

const wideTable = (findings: readonly Finding[], ink: TerminalInk, width: number, appeared: Appeared, noise: boolean): string[] => {
  const headings = withoutNoise(allHeadings, noise);
  const rows = findings.map((finding) => withoutNoise(cellsOf(finding, ink), noise));
  const numbered = rows.filter((_, index) => findings[index]?.estimate !== null);
  const marks = findings.map((finding) => marksOf(finding, appeared));
  const markCells = (index: number, column: number): number => (column === 1 ? (marks[index] ?? []).join("").length : 0);
  const widths = headings.map((heading, column) => Math.max(displayWidth(heading), ...rows.map((row, index) => (column > 0 && findings[index]?.estimate === null ? 0 : displayWidth(row[column] ?? "") + markCells(index, column)))));
  const others = widths.reduce((sum, cells, column) => sum + (column === 1 ? 0 : cells), 0) + gap * headings.length;
  widths[1] = Math.max(fewestSubjectCells, Math.min(widths[1] ?? 0, width - others));
  const line = (row: readonly string[], marked: readonly [string, string] = ["", ""]): string =>
    row.map((cell, column) => (column === 1 ? fitSubject(cell, marked, widths[1] ?? 0) : fitCells(cell, widths[column] ?? 0, column > 1 ? "right" : "left"))).join(" ".repeat(gap)).trimEnd();
  return [
    ...(numbered.length === 0 ? [] : [ink.quiet(`  ${line(headings)}`)]),
    ...findings.flatMap((finding, index) => {
      const row = rows[index] ?? [];
      const sign = row[0] ?? "";
      const subjectAt = 2 + (widths[0] ?? 0) + gap;
      // Without a number there is nothing for the columns: its name has the line to itself.
      if (finding.estimate === null) {
        const name = fitSubject(row[1] ?? "", marks[index] ?? ["", ""], width - subjectAt).trimEnd();
        return [`  ${ink.verdict(finding.verdict, sign)}${" ".repeat(subjectAt - 2 - displayWidth(sign))}${name}`, ...statementLines(finding, ink, width)];
      }
      return [`  ${ink.verdict(finding.verdict, sign)}${line(row, marks[index]).slice(sign.length)}`, ...statementLines(finding, ink, width)];
    }),
  ];
};

const narrowTable = (findings: readonly Finding[], ink: TerminalInk, width: number, appeared: Appeared, withNoise: boolean): string[] =>
  findings.flatMap((finding) => {
    const [sign = "", subject = "", effect = "", interval = "", margin = "", noise = "", n = ""] = cellsOf(finding, ink);
    const room = Math.max(fewestSubjectCells, width - displayWidth(sign) - gap * 2);
    return [
      `  ${ink.verdict(finding.verdict, sign)}  ${ink.strong(fitSubject(subject, marksOf(finding, appeared), room).trimEnd())}`,
      ...(finding.estimate === null ? statementLines(finding, ink, width) : [`    ${fitCells(`${effect}${finding.interval === null ? "" : ` (${interval})`}, allowed ${margin}${withNoise ? `, noise ${noise}` : ""}, n ${n}`, Math.max(fewestSubjectCells, width - 4)).trimEnd()}`]),
    ];
  });

/** Findings as lines: a table where the terminal is wide enough, two lines each where it is not. Those that `appeared` since an earlier run are marked; `noise` asks for the noise floor. */
export const findingTable = (findings: readonly Finding[], ink: TerminalInk, width: number, appeared: Appeared, noise = true): string[] =>
  width >= narrowestTable ? wideTable(findings, ink, width, appeared, noise) : narrowTable(findings, ink, width, appeared, noise);
