import { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readNumber } from "../../core/quantities/read-number.ts";
import { readShare } from "../../core/quantities/read-share.ts";
import { flagOf, type RawFlags } from "../check/parse-check-options.ts";
import { readInteger, readText, textOption } from "../check/read-option.ts";
import { PopulationOptions } from "../compare/compare-options.ts";

/** A proposed margin: `0.02`, or `5%` of the expected value. */
const margin = (written: string): { readonly size: number; readonly relative: boolean; readonly written: string } | undefined => {
  const share = written.endsWith("%") ? readShare(written) : undefined;
  const size = share ?? (written.endsWith("%") ? undefined : readNumber(written));
  return size === undefined || size < 0 ? undefined : { size, relative: share !== undefined, written };
};

const SimulateFlags = PopulationOptions.pick({ json: true, quiet: true, store: true, memory: true, threads: true }).extend({
  manifest: textOption("a manifest", readText).nullable().default(null),
  hypothesis: z.array(z.string().min(1)).default([]),
  margin: z.array(textOption("a margin such as 0.02 or 5%", margin)).default([]),
  replications: textOption("a whole number from 20 to 10000", (written) => { const count = readInteger(20)(written); return count !== undefined && count <= 10_000 ? count : undefined; }).default(200),
  seed: textOption("a whole number", readInteger(0)).default(1),
  episodes: textOption("a CSV file", readText).nullable().default(null),
  output: textOption("a file", readText).nullable().default(null),
}).strict();

export type SimulateFlags = z.infer<typeof SimulateFlags> & { readonly model: string | null };

/** From what was typed to typed options; every mistake is named in one LS102. */
export const readSimulateFlags = (model: string | null, flags: RawFlags): SimulateFlags => {
  const read = SimulateFlags.safeParse(flags);
  if (read.success) return { ...read.data, model };
  const mistakes = read.error.issues.map((issue) => ({ flag: flagOf(String(issue.path[0] ?? "")), what: issue.message }));
  throw new LockstepError("LS102", { message: mistakes.map(({ flag, what }) => `${flag}: ${what}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
};
