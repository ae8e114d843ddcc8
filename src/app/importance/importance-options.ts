import { z } from "zod";
import type { ImportanceMargin } from "../../checks/features/importance/compare-importance.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CheckOptions } from "../check/check-options.ts";
import { flagOf, parseCheckOptions, type RawFlags, sideKey, sides } from "../check/parse-check-options.ts";
import { readInteger, readNames, readNumber, readShare, textOption } from "../check/read-option.ts";

/** Rows that are asked when nobody says otherwise: with ten features and three repeats 6,400 requests to each side. */
export const defaultImportanceRows = 200;
export const defaultImportanceRepeats = 3;

const readMargin = (text: string): ImportanceMargin | undefined => {
  const value = text.endsWith("%") ? readShare(text) : readNumber(text);
  if (value === undefined || value < 0) return undefined;
  return text.endsWith("%") ? { share: value } : { amount: value };
};

/** The flags of `lockstep importance` that are its own, from the text that was typed to the value that is meant. */
const OwnOptions = z.strictObject({
  rows: textOption("a whole number from 2 on", readInteger(2)).default(defaultImportanceRows),
  repeats: textOption("a whole number from 1 on", readInteger(1)).default(defaultImportanceRepeats),
  /** Null: every column that is sent. */
  features: textOption("a list of columns separated by commas, each once", (text) => { const read = readNames(text); return read !== undefined && new Set(read).size === read.length ? read : undefined; }).nullable().default(null),
  margin: textOption("an amount such as 0.05, or a share of the reference's largest importance such as 10%", readMargin).nullable().default(null),
});

export interface ImportanceOptions extends z.infer<typeof OwnOptions> {
  /** How both sides are reached and asked; inputs are given. */
  readonly check: CheckOptions & { readonly inputs: string };
  /** Where the document goes besides; null for nowhere. */
  readonly output: string | null;
}

/** Connection options of a check that would have no effect here. */
const unused = ["sdk", "fingerprint", "metrics", "reported"];

/** From what was typed to typed options. LS102 for what cannot be used, LS105 for what would have no effect, LS210 without rows to ask. */
export const parseImportanceOptions = (targets: { readonly reference: string; readonly candidate: string }, flags: RawFlags): ImportanceOptions => {
  const isOwn = (key: string): boolean => key in OwnOptions.shape;
  const own = OwnOptions.safeParse(Object.fromEntries(Object.entries(flags).filter(([key]) => isOwn(key))));
  if (!own.success) {
    const mistakes = own.error.issues.map((issue) => ({ flag: flagOf(String(issue.path[0])), what: issue.message }));
    throw new LockstepError("LS102", { message: mistakes.map(({ flag, what }) => `${flag}: ${what}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
  }
  const check = parseCheckOptions(targets, Object.fromEntries(Object.entries(flags).filter(([key]) => !isOwn(key))));
  for (const key of unused) {
    const given = [key, ...sides.map((side) => sideKey(side, key))].find((each) => flags[each] !== undefined);
    if (given !== undefined) throw new LockstepError("LS105", { message: `${flagOf(given)} tells of an environment what importance does not look at`, place: flagOf(given), todo: "Leave it out, or give it to lockstep check." });
  }
  const { inputs, output } = check;
  if (inputs === null) throw new LockstepError("LS210", { message: "importance is measured on rows, and none were given", place: "--inputs" });
  const [first = null] = output;
  if (output.length > 1 || (first !== null && !first.endsWith(".json"))) {
    throw new LockstepError("LS102", { message: `importances are written as one JSON document, and -o names ${output.join(" and ")}`, place: "-o", todo: "Give one file ending in .json." });
  }
  return { ...own.data, check: { ...check, inputs }, output: first };
};
