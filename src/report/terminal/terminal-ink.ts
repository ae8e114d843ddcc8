import { styleText } from "node:util";
import type { Verdict } from "../../core/domain/verdict.ts";
import { verdictWords } from "../wording/verdict-words.ts";

type Style = Parameters<typeof styleText>[0];

/** How things look on this terminal: coloured or plain, Unicode or ASCII. */
export interface TerminalInk {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly verdict: (verdict: Verdict, text: string) => string;
  readonly symbol: (verdict: Verdict) => string;
  /** Where only ASCII is shown: our own signs spelled with it, everything else beyond it by number. */
  readonly plain: (text: string) => string;
}

const verdictStyle: Readonly<Record<Verdict, Style>> = { pass: "green", warn: "yellow", fail: "red", inconclusive: "magenta", error: "red" };

const asciiFor: ReadonlyMap<string, string> = new Map([
  ["…", "~"], ["–", "-"], ["≤", "<="], ["≥", ">="], ["±", "+/-"], ["×", "x"], ["·", "-"], ["→", "->"], ["∞", "inf"], ["✓", "+"], ["✗", "x"], ["≠", "!="], ["≈", "~="],
]);

/** The inks for a terminal; the caller has already heard NO_COLOR and FORCE_COLOR. */
export const terminalInk = ({ color, ascii }: { color: boolean; ascii: boolean }): TerminalInk => {
  const paint = (style: Style, text: string): string => (color ? styleText(style, text, { validateStream: false }) : text);
  return {
    strong: (text) => paint("bold", text),
    quiet: (text) => paint("dim", text),
    verdict: (verdict, text) => paint(verdictStyle[verdict], text),
    symbol: (verdict) => (ascii ? verdictWords[verdict].ascii : verdictWords[verdict].symbol),
    plain: (text) => (ascii ? text.replace(/[^\n -~]/gu, (sign) => asciiFor.get(sign) ?? `\\u{${sign.codePointAt(0)?.toString(16) ?? ""}}`) : text),
  };
};
