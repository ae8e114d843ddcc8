import { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { flagOf, type RawFlags } from "../check/parse-check-options.ts";
import { readText, textOption } from "../check/read-option.ts";
import { LogFlags, PopulationOptions } from "../compare/compare-options.ts";

const TakeFlags = LogFlags.omit({ window: true }).extend(PopulationOptions.pick({
  id: true, time: true, score: true, decision: true, label: true, segment: true, feature: true, ignore: true, positive: true, labelsKey: true, labelsColumn: true, labelsTime: true,
  correlationShare: true, quiet: true, store: true, memory: true, threads: true,
}).shape).extend({
  output: textOption("a file that ends in .profile.json", (text) => (text.endsWith(".profile.json") ? text : undefined)),
  /** A profile whose specification is taken over. */
  like: textOption("a profile", readText).nullable().default(null),
  /** Cells by time. */
  window: z.enum(["all", "hour", "day", "week"]).nullable().default(null),
  /** Only predictions of this time: `FROM..TO`. */
  only: textOption("a window such as 2026-10-01..2026-10-08", readText).nullable().default(null),
}).strict();
export type TakeFlags = z.infer<typeof TakeFlags>;

/** From what was typed to typed options; every mistake is named in one LS102. What a profile fixes already cannot be given beside `--like` (LS105). */
export const readTakeFlags = (flags: RawFlags): TakeFlags => {
  const read = TakeFlags.safeParse(flags);
  if (!read.success) {
    const mistakes = read.error.issues.map((issue) => ({ flag: flagOf(String(issue.path[0] ?? "")), what: issue.code === "invalid_value" ? `"${String(flags[String(issue.path[0])])}" is not one of ${issue.values.join(", ")}` : issue.message }));
    throw new LockstepError("LS102", { message: mistakes.map(({ flag, what }) => `${flag}: ${what}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
  }
  for (const key of ["window", "positive", "correlationShare"] as const) {
    if (read.data.like !== null && read.data[key] !== null) throw new LockstepError("LS105", { message: `${flagOf(key)} is said by ${read.data.like} already`, place: `--like, ${flagOf(key)}`, todo: `Leave ${flagOf(key)} out.` });
  }
  return read.data;
};
