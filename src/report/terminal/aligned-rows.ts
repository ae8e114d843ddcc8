import type { Verdict } from "../../core/domain/verdict.ts";
import { noNumber } from "../wording/format-number.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { visibleText } from "../wording/visible-text.ts";
import { displayWidth, fitCells } from "./display-width.ts";
import type { TerminalInk } from "./terminal-ink.ts";
import { hang } from "./wrap-lines.ts";

/** One line of a table: its verdict, its name, and numbers under the table's headings. */
export interface AlignedRow {
  readonly verdict: Verdict;
  readonly name: string;
  readonly cells: readonly string[];
}

const gap = 2;
const fewestNameCells = 12;
/** A number needs no more; a name of a measure that does is cut. */
const widestCell = 26;
/** Below this numbers stand under their name, for the columns would no longer fit. */
const narrowestTable = 100;

/** Rows with their numbers in columns; in a narrow terminal two lines each, the headings before their numbers. */
export const alignedRows = (rows: readonly AlignedRow[], headings: readonly string[], ink: TerminalInk, width: number): string[] => {
  const clean = (text: string): string => ink.plain(visibleText(text));
  const signs = rows.map(({ verdict }) => `${ink.symbol(verdict)} ${verdictWords[verdict].word}`);
  const signCells = Math.max(0, ...signs.map(displayWidth));
  const cells = rows.map((row) => [row.name, ...row.cells].map(clean));
  const widths = headings.map((heading, column) => Math.max(displayWidth(heading), ...cells.map((row) => Math.min(column === 0 ? Infinity : widestCell, displayWidth(row[column] ?? "")))));
  const others = 2 + signCells + widths.slice(1).reduce((sum, room) => sum + room, 0) + gap * headings.length;
  if (width < narrowestTable || others + fewestNameCells > width) {
    return rows.flatMap(({ verdict, name, cells: numbers }, index) => [
      `  ${ink.verdict(verdict, signs[index] ?? "")}  ${fitCells(clean(name), Math.max(fewestNameCells, width - displayWidth(signs[index] ?? "") - 2 * gap)).trimEnd()}`,
      ...hang("    ", clean(numbers.flatMap((cell, at) => (cell === noNumber ? [] : [`${headings[at + 1] ?? ""} ${cell}`])).join(", ")), width),
    ]);
  }
  widths[0] = Math.max(fewestNameCells, Math.min(widths[0] ?? 0, width - others));
  const line = (row: readonly string[]): string => row.map((cell, column) => fitCells(cell, widths[column] ?? 0, column === 0 ? "left" : "right")).join(" ".repeat(gap)).trimEnd();
  return [
    ink.quiet(`  ${" ".repeat(signCells + gap)}${line(headings)}`),
    ...rows.map(({ verdict }, index) => `  ${ink.verdict(verdict, fitCells(signs[index] ?? "", signCells))}${" ".repeat(gap)}${line(cells[index] ?? [])}`),
  ];
};
