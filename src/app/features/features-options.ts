import { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { readHeader } from "../check/connection-options.ts";
import { defaultStore } from "../check/check-defaults.ts";
import { flagOf, parseCheckOptions, type RawFlags } from "../check/parse-check-options.ts";
import { readBytes, readInteger, readNames, readPositive, readShare, readText, textOption } from "../check/read-option.ts";

const name = (wanted: string) => textOption(wanted, readText);
const share = textOption("a share such as 0.01 or 1%", readShare).nullable().default(null);
/** Microseconds, as event times are counted. */
const span = textOption("a time such as 30m, 1h or 7d", (text) => { const ms = readDuration(text); return ms === undefined ? undefined : ms * 1000; }).nullable().default(null);
const names = (wanted: string) => textOption(wanted, (text) => { const read = readNames(text); return read === undefined || new Set(read).size < read.length ? undefined : read; });

/** Entities that are asked when nobody says otherwise: a hundred requests, and 20 seconds of a store called production. */
export const defaultEntities = 10_000;

/** The flags of `lockstep features` that are its own, from the text that was typed to the value that is meant. */
const FeaturesOptions = z.strictObject({
  entity: names("the columns of the entity's key, separated by commas"),
  time: name("a column"),
  features: names("a list of view:feature separated by commas"),
  created: name("a column").nullable().default(null),
  zone: name("a time zone").nullable().default(null),
  rows: textOption("a whole number from 1 on", readInteger(1)).default(defaultEntities),
  maxLag: span,
  maxAge: span,
  maxLate: share,
  maxMissing: share,
  header: z.array(textOption("a header such as 'Name: value'", readHeader)).default([]),
  ca: name("a file").nullable().default(null),
  /** Seconds. */
  timeout: textOption("a number of seconds above 0", readPositive).default(30),
  maxRate: textOption("a number of requests a second above 0", readPositive).nullable().default(null),
  store: name("a directory").default(defaultStore),
  memory: textOption("a size such as 2GiB", readBytes).nullable().default(null),
  threads: textOption("a whole number from 1 on", readInteger(1)).nullable().default(null),
  exitZero: z.boolean().default(false),
});

export interface FeaturesOptions extends z.infer<typeof FeaturesOptions> {
  /** As typed: `NAME=URL` and `NAME=FILE`. */
  readonly online: string;
  readonly offline: string;
  /** What the comparison of the values takes, as it was typed. */
  readonly passed: RawFlags;
}

/** Flags that go on to the comparison of values as they are. */
const passedOn = ["tolerance", "maxOutside", "output", "json", "quiet", "color"];
const forBoth = ["store", "memory", "threads"];
const required: Readonly<Record<string, string>> = { entity: "the key by which offline rows and online values belong together", time: "the offline column with the time of each row", features: "the features to compare, as view:feature" };

/** From what was typed to typed options; every mistake is named in one LS102, with its flag. */
export const parseFeaturesOptions = (online: string, offline: string, flags: RawFlags): FeaturesOptions => {
  const pick = (keys: readonly string[]): RawFlags => Object.fromEntries(Object.entries(flags).filter(([key]) => keys.includes(key)));
  const read = FeaturesOptions.safeParse(Object.fromEntries(Object.entries(flags).filter(([key]) => !passedOn.includes(key))));
  const passed = pick([...passedOn, ...forBoth]);
  if (!read.success) {
    const mistakes = read.error.issues.map((issue) => {
      const key = issue.code === "unrecognized_keys" ? String(issue.keys[0]) : String(issue.path[0]);
      return { flag: flagOf(key), what: issue.code === "unrecognized_keys" ? "not an option of features" : flags[key] === undefined ? `is needed: ${required[key] ?? issue.message}` : issue.message };
    });
    throw new LockstepError("LS102", { message: mistakes.map(({ flag, what }) => `${flag}: ${what}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
  }
  const lone = read.data.features.find((feature) => !/^[^:]+:[^:]+$/.test(feature));
  if (lone !== undefined) throw new LockstepError("LS102", { message: `--features: "${lone}" names no view`, place: "--features", todo: `Write it as view:${lone.replaceAll(":", "")}.` });
  // Told now, and not after the store was asked.
  parseCheckOptions({ reference: "offline=offline.parquet", candidate: "online=online.parquet" }, passed);
  return { ...read.data, online, offline, passed };
};
