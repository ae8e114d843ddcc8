import { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { flagOf, type RawFlags } from "../check/parse-check-options.ts";
import { readBytes, readInteger, textOption } from "../check/read-option.ts";
import { defaultMemoryBytes, defaultStore } from "../check/check-defaults.ts";

/** The formats that rows are written in, by the file's ending. */
export const rowFormats = { ".csv": "csv", ".jsonl": "json", ".parquet": "parquet" } as const;
export type RowEnding = keyof typeof rowFormats;

export const endingOf = (path: string): RowEnding | undefined => (Object.keys(rowFormats) as RowEnding[]).find((ending) => path.endsWith(ending) && !path.endsWith(`/${ending}`) && path !== ending);

const whole = (low: number, standard: number) => textOption(`a whole number from ${low} on`, readInteger(low)).default(standard);

const SynthFlags = z.object({
  output: textOption("a file that ends in .csv, .jsonl or .parquet", (text) => (endingOf(text) === undefined ? undefined : text)),
  rows: whole(1, 1000),
  seed: whole(0, 1),
  /** Values and edges that fewer rows stand behind are not written. */
  minCount: whole(1, 5),
  edgeCases: z.boolean().default(false),
  onlyEdgeCases: z.boolean().default(false),
  featuresOnly: z.boolean().default(false),
  all: z.boolean().default(false),
  store: z.string().min(1).default(defaultStore),
  memory: textOption("a size such as 2GiB", readBytes).default(defaultMemoryBytes),
  quiet: z.boolean().default(false),
}).strict();
export type SynthFlags = z.infer<typeof SynthFlags>;

/** From what was typed to typed options; every mistake is named in one LS102, and what excludes each other in LS105. */
export const readSynthFlags = (flags: RawFlags): SynthFlags => {
  const read = SynthFlags.safeParse(flags);
  if (!read.success) {
    const mistakes = read.error.issues.map(({ path, message }) => ({ flag: flagOf(String(path[0] ?? "")), message }));
    throw new LockstepError("LS102", { message: mistakes.map(({ flag, message }) => `${flag}: ${message}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
  }
  if (read.data.all && read.data.featuresOnly) throw new LockstepError("LS105", { message: "--all writes outputs and labels too, and --features-only leaves them out", place: "--all, --features-only" });
  if (read.data.onlyEdgeCases && flags["rows"] !== undefined) throw new LockstepError("LS105", { message: "--only-edge-cases writes no other rows, and --rows says how many of them", place: "--only-edge-cases, --rows", todo: "Leave --rows out, or give --edge-cases." });
  return read.data;
};
