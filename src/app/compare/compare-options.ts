import { z } from "zod";
import { defaultStore } from "../check/check-defaults.ts";
import { readBytes, readInteger, readNumber, readShare, readText, textOption } from "../check/read-option.ts";

const name = (wanted: string) => textOption(wanted, readText);
const count = (low: number) => textOption(`a whole number from ${low} on`, readInteger(low));
const columns = z.array(name("a column")).default([]);

/** How one side's log is read; each flag may be given for both sides or for one. */
export const LogFlags = z.strictObject({
  format: name("a format of `lockstep source inspect`").nullable().default(null),
  map: name("a mapping file").nullable().default(null),
  zone: name("a time zone").nullable().default(null),
  /** `FROM..TO`, either end may be left out; FROM is included, TO is not. */
  window: name("a window such as 2026-10-01..2026-10-08").nullable().default(null),
  /** A file of labels that came later. */
  labels: name("a file of labels").nullable().default(null),
  /** A packed preprocessing that makes the features of what was logged. */
  transform: name("a folder of a packed preprocessing, or FILE.py:NAME").nullable().default(null),
});
export type LogFlags = z.infer<typeof LogFlags>;
export const logKeys = Object.keys(LogFlags.shape) as (keyof LogFlags)[];

/** The flags of `lockstep compare` that are no side's own, from the text that was typed to the value that is meant. */
export const PopulationOptions = z.strictObject({
  id: name("a column").nullable().default(null),
  time: name("a column").nullable().default(null),
  score: columns,
  decision: columns,
  label: columns,
  segment: columns,
  feature: columns,
  ignore: columns,
  /** Columns by which fairness is told; they cut the population too. */
  cohort: columns,
  positive: name("a label's value").nullable().default(null),
  labelsKey: name("a column").nullable().default(null),
  labelsColumn: name("a column").nullable().default(null),
  labelsTime: name("a column").nullable().default(null),
  /** `distance=0.2`, by the names of core/judge/population-settings.ts. */
  margin: z.array(name("a margin such as distance=0.2")).default([]),
  minCoverage: textOption("a share such as 0.95 or 95%", readShare).nullable().default(null),
  contract: name("a data contract").nullable().default(null),
  /** True: a shifted feature fails, and does not only warn. */
  enforceFeatures: z.boolean().default(false),
  /** The interpreter that runs a transform. */
  python: name("a Python interpreter").default("python3"),
  correlationShare: textOption("a share above 0 and up to 1", (text) => { const share = readNumber(text); return share !== undefined && share > 0 && share <= 1 ? share : undefined; }).nullable().default(null),
  output: z.array(name("a file")).default([]),
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
  store: name("a directory").default(defaultStore),
  memory: textOption("a size such as 2GiB", readBytes).nullable().default(null),
  threads: count(1).nullable().default(null),
  color: z.enum(["auto", "always", "never"]).default("auto"),
  exitZero: z.boolean().default(false),
});
export type PopulationOptions = z.infer<typeof PopulationOptions>;

/** One side: its name, what was typed for it, and how its log is read. */
export interface LogSideOptions extends LogFlags {
  readonly name: string | null;
  readonly target: string;
}

/** Everything that was asked of `lockstep compare`, read and valid. */
export interface CompareOptions extends PopulationOptions {
  readonly reference: LogSideOptions;
  readonly candidate: LogSideOptions;
}
