import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { LockText } from "../../ports/lock-format.ts";

/** How much of a line an excerpt shows. */
const excerptLength = 120;

/** LS322 at a line and column (from 1), with the line itself. */
export const lockError = (lock: LockText, line: number, column: number, message: string, todo?: string): LockstepError => {
  const text = (lock.text.split(/\r?\n/)[line - 1] ?? "").trim().replaceAll(/\/\/[^/@\s]*@/g, "//***@");
  const excerpt = text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text;
  return new LockstepError("LS322", {
    message: excerpt === "" ? message : `${message}, in: ${excerpt}`,
    place: `${lock.path}:${line}:${column}`,
    ...(todo === undefined ? {} : { todo }),
  });
};

/** Line and column, from 1, of a character of a text. */
export const placeOf = (text: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
};
