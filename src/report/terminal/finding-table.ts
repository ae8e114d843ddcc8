import type { Finding } from "../../core/domain/finding.ts";
import { formatMargin } from "../wording/allowed-zone.ts";
import { formatEffect, formatInterval } from "../wording/format-effect.ts";
import { formatCount } from "../wording/format-number.ts";
import { modeMark } from "../wording/mode-words.ts";
import { subjectWords } from "../wording/subject-words.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { shortText, visibleText } from "../wording/visible-text.ts";
import { displayWidth, fitCells } from "./display-width.ts";
import type { TerminalInk } from "./terminal-ink.ts";
import { hang } from "./wrap-lines.ts";

/** Below this a finding takes two lines, for the columns would no longer fit. */
const narrowestTable = 100;
const gap = 2;
const headings = ["", "what", "effect", "interval", "allowed", "noise", "n"] as const;
/** Room that a subject keeps even when the other columns are wide. */
const fewestSubjectCells = 16;
const longestStatement = 200;

type Appeared = (finding: Finding) => boolean;

/** The subject, with what marks it: new since an earlier run, or unable to decide the run. */
const subjectOf = (finding: Finding, appeared: Appeared): string => {
  const mark = modeMark[finding.mode];
  return `${appeared(finding) ? "new: " : ""}${visibleText(subjectWords(finding))}${mark === null ? "" : ` (${mark})`}`;
};

const cellsOf = (finding: Finding, ink: TerminalInk, appeared: Appeared): string[] => [
  `${ink.symbol(finding.verdict)} ${verdictWords[finding.verdict].word}`,
  subjectOf(finding, appeared),
  formatEffect(finding.estimate, finding.unit),
  formatInterval(finding.interval, finding.unit),
  formatMargin(finding),
  formatEffect(finding.noiseFloor, finding.unit),
  formatCount(finding.n),
].map(ink.plain);

/** A finding without an effect is told in words, for its row says nothing. */
const statementLines = (finding: Finding, ink: TerminalInk, width: number): string[] =>
  finding.estimate === null ? hang("    ", ink.plain(shortText(visibleText(finding.statement), longestStatement)), width) : [];

const wideTable = (findings: readonly Finding[], ink: TerminalInk, width: number, appeared: Appeared): string[] => {
  const rows = findings.map((finding) => cellsOf(finding, ink, appeared));
  const widths = headings.map((heading, column) => Math.max(displayWidth(heading), ...rows.map((row) => displayWidth(row[column] ?? ""))));
  const others = widths.reduce((sum, cells, column) => sum + (column === 1 ? 0 : cells), 0) + gap * headings.length;
  widths[1] = Math.max(fewestSubjectCells, Math.min(widths[1] ?? 0, width - others));
  const line = (row: readonly string[]): string => row.map((cell, column) => fitCells(cell, widths[column] ?? 0, column > 1 ? "right" : "left")).join(" ".repeat(gap)).trimEnd();
  return [
    ink.quiet(`  ${line(headings)}`),
    ...findings.flatMap((finding, index) => {
      const row = rows[index] ?? [];
      const sign = row[0] ?? "";
      return [`  ${ink.verdict(finding.verdict, sign)}${line(row).slice(sign.length)}`, ...statementLines(finding, ink, width)];
    }),
  ];
};

const narrowTable = (findings: readonly Finding[], ink: TerminalInk, width: number, appeared: Appeared): string[] =>
  findings.flatMap((finding) => {
    const [sign = "", subject = "", effect = "", interval = "", margin = "", noise = "", n = ""] = cellsOf(finding, ink, appeared);
    const room = Math.max(fewestSubjectCells, width - displayWidth(sign) - gap * 2);
    return [
      `  ${ink.verdict(finding.verdict, sign)}  ${ink.strong(fitCells(subject, room).trimEnd())}`,
      ...(finding.estimate === null ? statementLines(finding, ink, width) : [`    ${fitCells(`${effect} (${interval}), allowed ${margin}, noise ${noise}, n ${n}`, Math.max(fewestSubjectCells, width - 4)).trimEnd()}`]),
    ];
  });

/** Findings as lines: a table where the terminal is wide enough, two lines each where it is not. Those that `appeared` since an earlier run are marked. */
export const findingTable = (findings: readonly Finding[], ink: TerminalInk, width: number, appeared: Appeared): string[] =>
  width >= narrowestTable ? wideTable(findings, ink, width, appeared) : narrowTable(findings, ink, width, appeared);
