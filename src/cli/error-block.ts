import type { LockstepError } from "../core/errors/lockstep-error.ts";
import { plainLines } from "./plain-lines.ts";

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;

/** An expected failure in one short block: what happened, where, and what to do. */
export const errorBlock = (error: LockstepError, { colour }: { readonly colour: boolean }): string => {
  const title = `error ${error.code}:`;
  const message = plainLines(error.message).split("\n").join("\n  ");
  const place = error.place === null || error.message.includes(error.place) ? "" : `  at:    ${oneLine(error.place)}\n`;
  return `${colour ? red(title) : title} ${message}\n${place}  to do: ${oneLine(error.todo)}\n`;
};

const oneLine = (text: string): string => plainLines(text.replaceAll("\n", "\\n"));
