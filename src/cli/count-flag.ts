import { LockstepError } from "../core/errors/lockstep-error.ts";
import { readInteger } from "../app/check/read-option.ts";

/** Reads a flag that takes a whole number from 1 on. LS102 for anything else. */
export const countFlag = (flag: string) => (text: string): number => {
  const value = readInteger(1)(text);
  if (value === undefined) throw new LockstepError("LS102", { message: `${flag}: "${text}" is not a whole number from 1 on`, place: flag });
  return value;
};
