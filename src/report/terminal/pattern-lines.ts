import type { Pattern } from "../../core/domain/pattern.ts";
import { patternWords } from "../wording/pattern-words.ts";
import { visibleText } from "../wording/visible-text.ts";
import type { TerminalInk } from "./terminal-ink.ts";
import { hang } from "./wrap-lines.ts";

/** What the disagreement looks like and where to look first, one block per pattern. */
export const patternLines = (pattern: Pattern, ink: TerminalInk, width: number): string[] => {
  const say = (label: string, text: string): string[] => hang(`    ${label}`, ink.plain(visibleText(text)), width, 12);
  const [suspect] = pattern.suspects;
  return [
    `  ${ink.strong(patternWords[pattern.code])} ${ink.quiet(pattern.code)}`,
    ...say("seen    ", pattern.statement),
    ...(pattern.rows === null ? [] : say("rows    ", pattern.rows)),
    ...(suspect === undefined ? [] : [...say("suspect ", `${suspect.cause}: ${suspect.why}`), ...say("check   ", suspect.check)]),
  ];
};
