import { LockstepError } from "../errors/lockstep-error.ts";

/** The JSON that a request's body holds, in UTF-8. LS707 when it is none. */
export const jsonOfBytes = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new LockstepError("LS707", { message: `the body is not JSON: ${(cause as Error).message.slice(0, 200)}`, place: "the body", cause });
  }
};
