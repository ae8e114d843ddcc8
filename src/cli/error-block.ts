import type { LockstepError } from "../core/errors/lockstep-error.ts";

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;

/** An expected failure in one short block: what happened, where, and what to do. */
export const errorBlock = (error: LockstepError, { colour }: { readonly colour: boolean }): string => {
  const title = `error ${error.code}:`;
  const message = error.message.split("\n").join("\n  ");
  const place = error.place === null || error.message.includes(error.place) ? "" : `  at:    ${error.place}\n`;
  return `${colour ? red(title) : title} ${message}\n${place}  to do: ${error.todo}\n`;
};
