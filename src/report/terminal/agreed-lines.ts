import type { Run } from "../../core/domain/run.ts";
import { shownDifference, toldDifferences } from "../environment/shown-difference.ts";
import { overridesOf, overrideWords, sinceWords, standInWords } from "../wording/agreed-words.ts";
import { differenceCounts, weightLabel } from "../wording/difference-words.ts";
import { formatPlural } from "../wording/format-number.ts";
import { disturbedWords, traceWords } from "../wording/stage-words.ts";
import { shortText, visibleText } from "../wording/visible-text.ts";
import { fitCells } from "./display-width.ts";
import type { TerminalInk } from "./terminal-ink.ts";
import { hang } from "./wrap-lines.ts";

/** One screen: the report has the rest. */
const mostOverrides = 5;
const mostDifferences = 4;
const longestText = 400;
const weightCells = 9;

const clean = (ink: TerminalInk, text: string): string => ink.plain(visibleText(text));

/** What has to be known before the findings are read: whose answers stood in, which differences are intended until when, and what is new. */
export const agreedLines = (run: Run, ink: TerminalInk, width: number, labelCells: number): string[] => {
  const label = (name: string, text: string): string[] => hang(name.padEnd(labelCells), clean(ink, shortText(text, longestText)), width);
  const oneLine = (name: string, text: string): string => `${name.padEnd(labelCells)}${fitCells(clean(ink, text), Math.max(20, width - labelCells)).trimEnd()}`;
  const standIn = standInWords(run);
  const since = sinceWords(run);
  const overrides = overridesOf(run);
  const rest = overrides.length - mostOverrides;
  const lines = [
    ...(standIn === null ? [] : label("baseline", standIn).map(ink.strong)),
    // Its reason is what an override is accepted for: it is wrapped, and not cut to the width.
    ...overrides.slice(0, mostOverrides).flatMap((override, index) => label(index === 0 ? "overrides" : "", overrideWords(override))),
    ...(rest > 0 ? [oneLine("", `and ${formatPlural(rest, "more override")} in the report`)] : []),
    ...(since === null ? [] : label("since", since)),
  ];
  return lines.length === 0 ? [] : [...lines, ""];
};

/** Where the sides part, in one line, and the worst differences between the environments, one line each. */
export const environmentLines = (run: Run, ink: TerminalInk, width: number, labelCells: number): string[] => {
  const indent = " ".repeat(labelCells);
  const room = Math.max(20, width - labelCells);
  const trace = traceWords(run);
  // A difference that moved nothing is counted, and stands in the report: a list of them would cry wolf. An intended one is told.
  const moved = run.verdict !== "pass";
  const told = toldDifferences(run).filter(({ override }) => moved || override !== null);
  const shown = told.slice(0, mostDifferences).map((difference) => {
    const { title, reference, candidate, override } = shownDifference(difference);
    const intended = override === null ? "" : ` (${override})`;
    return `${indent}${fitCells(clean(ink, `${weightLabel(difference).padEnd(weightCells)}${title}${intended}: ${reference} → ${candidate}`), room).trimEnd()}`;
  });
  const disturbed = run.trace === null ? null : disturbedWords(run.trace);
  return [
    ...(trace === null ? [] : hang("stages".padEnd(labelCells), clean(ink, trace), width).slice(0, 2)),
    ...(disturbed === null ? [] : [`${indent}${fitCells(clean(ink, disturbed), room).trimEnd()}`]),
    ...(run.differences.length === 0 ? [] : hang("differ".padEnd(labelCells), `${differenceCounts(run.differences)}${moved ? "" : "; the answers are the same"}${told.length > shown.length ? `; the first ${shown.length}:` : ""}`, width)),
    ...shown,
  ];
};
