import { z } from "zod";
import { DEFAULT_BATCH_SIZE, DEFAULT_CONCURRENCY, DEFAULT_REPEATS, DEFAULT_TIMEOUT_MS, WARM_UP_CALLS } from "../../work/replay/replay-defaults.ts";
import { defaultMaxAnswerBytes, defaultStore } from "./check-defaults.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { readBytes, readInteger, readNames, readNumber, readPositive, readShare, readText, textOption } from "./read-option.ts";
import { readTolerance } from "./read-tolerance.ts";

const count = (low: number) => textOption(`a whole number from ${low} on`, readInteger(low));
const name = (wanted: string) => textOption(wanted, readText);

/**
 * The flags of `lockstep check` that are about the comparison, from the text that was typed to the value that is meant. A flag that
 * was not given is null where something is then found out, and its default where one stands.
 */
export const ComparisonOptions = z.strictObject({
  inputs: name("a file").nullable().default(null),
  key: name("a column").nullable().default(null),
  /** Null: every output that both sides give. */
  outputs: textOption("a list of names separated by commas", readNames).nullable().default(null),
  label: name("a column").nullable().default(null),
  /** Columns of the inputs that are not sent. */
  exclude: textOption("a list of names separated by commas", readNames).nullable().default(null),
  segment: z.array(name("a column")).default([]),
  /** False with --no-segments. */
  segments: z.boolean().default(true),
  threshold: textOption("a number", readNumber).nullable().default(null),
  tolerance: z.array(textOption("a tolerance such as 1e-6, abs=1e-8,rel=1e-6,mode=either or score:abs=1e-6", readTolerance)).default([]),
  /** Null: the default of core/judge/defaults.ts. */
  maxOutside: textOption("a share such as 0.001 or 0.1%", readShare).nullable().default(null),
  /** Null: the default of core/judge/defaults.ts. */
  maxUnmatched: textOption("a share such as 0.001 or 0.1%", readShare).nullable().default(null),
  claim: z.enum(["these-inputs", "inputs-like-these"]).default("these-inputs"),
  repeats: textOption("a whole number from 2 on (asked once, a side's own noise stays unknown)", readInteger(2)).default(DEFAULT_REPEATS),
  batch: count(1).default(DEFAULT_BATCH_SIZE),
  concurrency: count(1).default(DEFAULT_CONCURRENCY),
  /** Seconds. */
  timeout: textOption("a number of seconds above 0", readPositive).default(DEFAULT_TIMEOUT_MS / 1000),
  warmup: count(0).default(WARM_UP_CALLS),
  /** Null: chosen anew and recorded. */
  seed: count(0).nullable().default(null),
  /** False with --no-probes: no batches, single file, shuffled columns or rounded numbers are tried. */
  probes: z.boolean().default(true),
  /** Null: a slower candidate warns, and never fails. */
  maxLatencyRatio: textOption("a ratio above 0", readPositive).nullable().default(null),
  /** Bytes. */
  maxAnswer: textOption("a size such as 64MiB", readBytes).default(defaultMaxAnswerBytes),
  output: z.array(name("a file")).default([]),
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
  store: name("a directory").default(defaultStore),
  fresh: z.boolean().default(false),
  /** An earlier run, against which findings are told as new, gone or still there. */
  since: name("a run").nullable().default(null),
  /** True: it is an error when there is nothing to resume. */
  resume: z.boolean().default(false),
  /** Bytes; null: what the engine finds right for this machine. */
  memory: textOption("a size such as 2GiB", readBytes).nullable().default(null),
  threads: count(1).nullable().default(null),
  color: z.enum(["auto", "always", "never"]).default("auto"),
  exitZero: z.boolean().default(false),
});
export type ComparisonOptions = z.infer<typeof ComparisonOptions>;

/** One side of the comparison: what it is called, what was typed for it, and how it is reached. */
export interface SideOptions extends ConnectionOptions {
  /** `staging` of `staging=http://…`; null when it was given no name. */
  readonly name: string | null;
  /** URL, command or file, as typed. */
  readonly target: string;
  /** Whether people depend on it; null: by its name. */
  readonly production: boolean | null;
}

/** Everything that was asked of `lockstep check`, read and valid. */
export interface CheckOptions extends ComparisonOptions {
  readonly reference: SideOptions;
  readonly candidate: SideOptions;
}
