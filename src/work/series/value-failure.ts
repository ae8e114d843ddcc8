import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** What the engine says when a value of the data, not the query, is at fault. */
const ofValues = /^(?:Conversion|Invalid Input|Out of Range) Error: ([^\n]*)/;

/** An engine's complaint about a value as people can act on it: LS253; null for anything else. */
export const valueFailure = (cause: unknown): LockstepError | null => {
  const said = cause instanceof Error ? ofValues.exec(cause.message)?.[1] : undefined;
  return said === undefined ? null : new LockstepError("LS253", {
    message: `a value cannot be read as the claim needs it: ${said}`, todo: "Write the value as the column's type has it (numbers bare, texts in quotes), or map the column so that both sides are coded alike.", cause,
  });
};
