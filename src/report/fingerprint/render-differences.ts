import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { valueWords } from "../../core/fingerprint/value-words.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { displayWidth, fitCells } from "../terminal/display-width.ts";
import { type TerminalInk, terminalInk } from "../terminal/terminal-ink.ts";
import { hang } from "../terminal/wrap-lines.ts";
import { visibleText } from "../wording/visible-text.ts";

export interface DifferencesOptions {
  /** How the two sides are called. */
  readonly names: { readonly reference: string; readonly candidate: string };
  /** Whether the harmless ones are listed too, each with its reason. */
  readonly all: boolean;
  readonly color: boolean;
  readonly ascii: boolean;
  readonly width: number;
}

const weightCells = 10;
const widestValue = 34;
const narrowestTable = 72;
const widestLine = 140;

const toneOf = (ink: TerminalInk, { weight, override, unread }: EnvironmentDifference, text: string): string =>
  override !== null || weight === "explains" ? ink.quiet(text) : unread.length > 0 ? ink.verdict("inconclusive", text) : ink.verdict(weight === "warn" ? "warn" : "fail", text);

const label = ({ weight, override, quiet }: EnvironmentDifference): string => (quiet !== null ? "harmless" : override !== null ? "intended" : weight);

/** The value on one side, in as many cells as a column has. */
const cell = (difference: EnvironmentDifference, side: "reference" | "candidate"): string => {
  if (difference.unread.includes(side)) return "not read";
  // Several fields have no one value.
  if (difference.unread.length > 0 && difference.subject === null && difference.together.length > 0) return "read";
  return visibleText(valueWords(difference[side], parseFieldId(difference.id).kindName));
};

/** Differences worst first: weight, what differs, both values and why it matters. The harmless ones are counted, or listed with `all`. */
export const renderDifferences = (differences: readonly EnvironmentDifference[], { names, all, color, ascii, width: columns }: DifferencesOptions): string => {
  const ink = terminalInk({ color, ascii });
  const width = Math.min(widestLine, Math.max(40, columns));
  const told = differences.filter(({ quiet }) => quiet === null);
  const harmless = differences.length - told.length;
  const shown = all ? differences : told;
  const plain = (text: string): string => ink.plain(visibleText(text));
  const valueCells = Math.min(widestValue, Math.floor((width - weightCells) / 4));
  const titleCells = width - weightCells - 2 * (valueCells + 2);
  const wide = width >= narrowestTable;
  const rowOf = (difference: EnvironmentDifference): string[] => {
    const sides = [cell(difference, "reference"), cell(difference, "candidate")].map(ink.plain);
    const whole = wide && sides.every((text) => displayWidth(text) <= valueCells) && displayWidth(difference.title) <= titleCells && !Array.isArray(difference.reference);
    const first = toneOf(ink, difference, label(difference).padEnd(weightCells));
    const head = whole
      ? [`${first}${ink.strong(fitCells(plain(difference.title), titleCells))}  ${fitCells(sides[0] ?? "", valueCells)}  ${sides[1] ?? ""}`.trimEnd()]
      : hang(" ".repeat(weightCells), plain(difference.statement), width).map((line, index) => (index === 0 ? first + ink.strong(line.slice(weightCells)) : ink.strong(line)));
    const others = difference.together.length;
    const besides = others === 0 ? "" : difference.unread.length > 0 ? ` (and ${countOf(others, "more field")})` : ` (and ${countOf(others, "field")} that ${others === 1 ? "says" : "say"} the same)`;
    const reason = difference.quiet ?? (difference.override === null ? difference.why : `allowed by the override ${difference.override}`);
    return [...head, ...hang(" ".repeat(weightCells), plain(`${reason}${besides}`), width).map(ink.quiet)];
  };
  const heading = wide && shown.length > 0 ? [ink.quiet(`${"".padEnd(weightCells)}${fitCells("", titleCells)}  ${fitCells(plain(names.reference), valueCells)}  ${plain(names.candidate)}`)] : [];
  const open = told.filter(({ override }) => override === null).length;
  const counts = [
    open === 0 ? "no difference that matters" : countOf(open, "difference"),
    ...(told.length > open ? [`${told.length - open} intended`] : []),
    ...(harmless > 0 ? [`${harmless} harmless${all ? "" : ", shown with --all"}`] : []),
  ];
  return [...heading, ...shown.flatMap(rowOf), ...(shown.length > 0 ? [""] : []), counts.join("; "), ""].join("\n");
};
