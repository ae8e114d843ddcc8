import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CheckOptions } from "./check-options.ts";
import { connectionKeys } from "./connection-options.ts";

const flagOf = (key: string): string => `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** What can be said of a file as of a server: where the environment that made it is described, and what it reported. */
const alsoOfFiles: ReadonlySet<string> = new Set(["fingerprint", "reported"]);

/** LS105 for options about asking where both sides are files: nobody is asked, and what was meant would be left out in silence. */
export const refuseAskingOptions = (options: CheckOptions): void => {
  const sides = [options.reference, options.candidate];
  const given = connectionKeys.filter((key) => !alsoOfFiles.has(key) && sides.some(({ [key]: value }) => value !== null && !(Array.isArray(value) && value.length === 0))).map(flagOf);
  if (options.resume) given.push("--resume");
  const [first] = given;
  if (first === undefined) return;
  throw new LockstepError("LS105", { message: `both sides are files, which nobody asks: ${given.join(", ")} cannot be followed`, place: first, todo: "Leave it out, or give a URL or a command." });
};
