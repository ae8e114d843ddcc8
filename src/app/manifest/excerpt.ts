import { hideSecrets } from "./hide-secrets.ts";
import type { Place } from "./placed.ts";

/** As many characters of a line as a terminal shows beside its number. */
const widest = 100;

/**
 * The line of a place with a caret under it; tabs are shown, since they are a mistake themselves. When the place holds a secret, that and
 * all that follows on its line is hidden.
 */
export const excerpt = (text: string, { line, column, length }: Place, secret = false): string => {
  const whole = (text.split("\n")[line - 1] ?? "").replace(/\r$/, "");
  const left = hideSecrets(whole.slice(0, column - 1));
  const visible = secret ? `${left}***` : hideSecrets(whole);
  // What is hidden before the place moves it to the left.
  const start = left.length;
  const from = Math.max(0, Math.min(start - widest / 2, visible.length - widest));
  const part = visible.slice(from, from + widest);
  const before = visible.slice(from, start);
  const show = (piece: string): string => piece.replaceAll("\t", "→   ");
  const marked = Math.max(1, Math.min(secret ? 3 : length, part.length - before.length));
  const carets = "^".repeat(Math.max(1, show(visible.slice(start, start + marked)).length));
  const number = String(line);
  return `${number} | ${from > 0 ? "…" : ""}${show(part)}\n${" ".repeat(number.length)} | ${from > 0 ? " " : ""}${" ".repeat(show(before).length)}${carets}`;
};
