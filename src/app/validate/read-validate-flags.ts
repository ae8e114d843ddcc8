import { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { flagOf, type RawFlags } from "../check/parse-check-options.ts";
import { readText, textOption } from "../check/read-option.ts";
import { PopulationOptions } from "../compare/compare-options.ts";
import { isStdout } from "../report-destination.ts";
import type { ValidateOptions } from "./validate-options.ts";

const instant = (text: string): string | undefined => (/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined);

const ValidateFlags = PopulationOptions.pick({ output: true, json: true, quiet: true, store: true, memory: true, threads: true, exitZero: true }).extend({
  manifest: textOption("a manifest", readText).nullable().default(null),
  hypothesis: z.array(z.string().min(1)).default([]),
  asOf: textOption("a day or an instant with its zone, such as 2026-10-31 or 2026-10-31T06:00:00Z", instant).nullable().default(null),
  backfill: z.boolean().default(false),
  recount: z.boolean().default(false),
  author: textOption("a name", readText).nullable().default(null),
}).strict();

export interface ValidateFlags extends ValidateOptions {
  readonly exitZero: boolean;
  readonly quiet: boolean;
}

/** From what was typed to typed options; every mistake is named in one LS102, what excludes each other is LS105. */
export const readValidateFlags = (model: string | null, flags: RawFlags): ValidateFlags => {
  const read = ValidateFlags.safeParse(flags);
  if (!read.success) {
    const mistakes = read.error.issues.map((issue) => ({ flag: flagOf(String(issue.path[0] ?? "")), what: issue.message }));
    throw new LockstepError("LS102", { message: mistakes.map(({ flag, what }) => `${flag}: ${what}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
  }
  const { hypothesis, ...options } = read.data;
  const onStdout = options.output.find(isStdout);
  if (options.json && onStdout !== undefined) throw new LockstepError("LS105", { message: `--json and -o ${onStdout} exclude each other: both write to stdout`, place: `--json, -o ${onStdout}` });
  return { ...options, model, hypotheses: hypothesis };
};
