import { z } from "zod";
import type { WhatIfChange } from "../../core/what-if/what-if-change.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { readNumber } from "../../core/quantities/read-number.ts";
import { readShare } from "../../core/quantities/read-share.ts";
import type { CheckOptions } from "../check/check-options.ts";
import { connectionKeys } from "../check/connection-options.ts";
import { flagOf, parseCheckOptions, type RawFlags } from "../check/parse-check-options.ts";
import { readInteger, readText, textOption } from "../check/read-option.ts";
import { PopulationOptions } from "../compare/compare-options.ts";

/** Rows of the backtest that are asked when nobody says otherwise, each twice. */
export const defaultAskedRows = 2000;

const text = (wanted: string) => textOption(wanted, readText).nullable().default(null);
const shareOf = (written: string): number | undefined => { const share = readShare(written) ?? readNumber(written); return share !== undefined && share >= 0 && share <= 1 ? share : undefined; };

type Mix = Extract<WhatIfChange, { kind: "mix" }>;

/** `region=EU:0.5,US:50%`; a value may hold a colon. */
const readMix = (written: string): Mix | undefined => {
  const [, column, parts] = /^([^=]+)=(.+)$/.exec(written) ?? [];
  if (column === undefined || parts === undefined) return undefined;
  const mix = parts.split(",").map((part) => {
    const at = part.lastIndexOf(":");
    return { value: part.slice(0, at).trim(), share: at < 1 ? undefined : shareOf(part.slice(at + 1).trim()) };
  });
  const sum = mix.reduce((all, { share }) => all + (share ?? Number.NaN), 0);
  const isWhole = Math.abs(sum - 1) <= 0.005 && new Set(mix.map(({ value }) => value)).size === mix.length && mix.every(({ value }) => value !== "");
  return isWhole ? { kind: "mix", column: column.trim(), mix: mix.map(({ value, share = 0 }) => ({ value, share: share / sum })) } : undefined;
};

const assigned = <T>(read: (value: string) => T | undefined) => (written: string): { readonly feature: string; readonly value: T; readonly written: string } | undefined => {
  const [, feature, value] = /^([^=]+)=(.+)$/.exec(written) ?? [];
  const found = value === undefined ? undefined : read(value.trim());
  return feature === undefined || value === undefined || found === undefined ? undefined : { feature: feature.trim(), value: found, written: value.trim() };
};

/** `+1d`, `-3h`. */
const readSeason = (written: string): Extract<WhatIfChange, { kind: "season" }> | undefined => {
  const [, sign, size, unit] = /^([+-]?)(\d{1,3})\s*([dh])$/.exec(written) ?? [];
  if (size === undefined) return undefined;
  const by = sign === "-" ? -Number(size) : Number(size);
  return { kind: "season", days: unit === "d" ? by : 0, hours: unit === "h" ? by : 0 };
};

const readMargin = (written: string): { readonly size: number; readonly relative: boolean } | undefined => {
  const share = written.endsWith("%") ? readShare(written) : undefined;
  const size = share ?? readNumber(written);
  return size === undefined || size < 0 || (written.endsWith("%") && share === undefined) ? undefined : { size, relative: share !== undefined };
};

const instant = (written: string): string | undefined => (/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(written) && !Number.isNaN(Date.parse(written)) ? new Date(written).toISOString() : undefined);

const OwnFlags = PopulationOptions.pick({ json: true, quiet: true, store: true, memory: true, threads: true }).extend({
  manifest: text("a manifest"), hypothesis: text("the name of a hypothesis"),
  mix: textOption("a column with its values' shares, which add up to 1, such as region=EU:0.5,US:0.5", readMix).nullable().default(null),
  missing: text("a feature"),
  rescale: textOption("a feature and a factor, such as income=2", assigned(readNumber)).nullable().default(null),
  delay: textOption("a feature and a time, such as balance=1d", assigned((value) => { const ms = readDuration(value); return ms !== undefined && ms > 0 ? ms : undefined; })).nullable().default(null),
  season: textOption("a number of days or hours, such as +1d or -3h", readSeason).nullable().default(null),
  lateLabels: textOption("a share, such as 0.3 or 30%", shareOf).nullable().default(null),
  margin: textOption("a margin, such as 0.03 or 5%", readMargin).nullable().default(null),
  seed: textOption("a whole number from 0 on", readInteger(0)).default(1),
  ask: text("a URL, or a command in quotes"), answer: text("an output of the target"), entity: text("a column"),
  rows: textOption("a whole number from 30 on", readInteger(30)).default(defaultAskedRows),
  asOf: textOption("a day or an instant with its zone, such as 2026-10-31", instant).nullable().default(null),
  output: z.array(z.string().min(1)).max(1, { error: "is written once: give one file" }).default([]),
}).strict();

export interface WhatIfOptions extends Pick<z.infer<typeof OwnFlags>, "json" | "quiet" | "store" | "memory" | "threads" | "manifest" | "asOf"> {
  readonly model: string | null;
  readonly hypothesis: string | null;
  readonly change: WhatIfChange;
  /** How the model is asked again; null where it need not be. */
  readonly ask: { readonly check: CheckOptions; readonly rows: number; readonly answer: string | null; readonly entity: string | null; readonly seed: number } | null;
  /** Where the document goes besides; null for nowhere. */
  readonly output: string | null;
}

/** Options of a check that say how a target is reached and asked. */
const asking: ReadonlySet<string> = new Set([...connectionKeys, "batch", "timeout"]);
const changeFlags = ["mix", "missing", "rescale", "delay", "season", "lateLabels", "margin"] as const;

/** From what was typed to typed options. LS102 for what cannot be used, LS105 for two changes at once and for what would have no effect. */
export const parseWhatIfOptions = (model: string | null, flags: RawFlags): WhatIfOptions => {
  const read = OwnFlags.safeParse(Object.fromEntries(Object.entries(flags).filter(([key]) => !asking.has(key))));
  if (!read.success) {
    const mistakes = read.error.issues.map((issue) => ({ flag: flagOf(String(issue.path[0] ?? "")), what: issue.code === "unrecognized_keys" ? `${issue.keys.map(flagOf).join(", ")} is not an option of what-if` : issue.message }));
    throw new LockstepError("LS102", { message: mistakes.map(({ flag, what }) => `${flag}: ${what}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
  }
  const own = read.data;
  const given = changeFlags.filter((key) => own[key] !== null);
  if (given.length !== 1) {
    const all = changeFlags.map(flagOf).join(", ");
    throw new LockstepError(given.length === 0 ? "LS102" : "LS105", { message: given.length === 0 ? "nothing is to be otherwise" : `${given.map(flagOf).join(" and ")} are two changes: of both together nobody could say which did it`, place: given.map(flagOf).join(", ") || all, todo: `Give one of ${all}.` });
  }
  const change = changeOf(own);
  const typed = Object.fromEntries(Object.entries(flags).filter(([key]) => asking.has(key)));
  const needsModel = change.kind === "missing" || change.kind === "rescale" || change.kind === "delay";
  refuseIdle(flags, typed, own.ask, needsModel, change);
  const [output = null] = own.output;
  if (output !== null && !output.endsWith(".json")) throw new LockstepError("LS102", { message: `the answer is written as one JSON document, and -o names ${output}`, place: "-o", todo: "Give a file ending in .json." });
  const { json, quiet, store, memory, threads, manifest, asOf, hypothesis, rows, answer, entity, seed } = own;
  return {
    json, quiet, store, memory, threads, manifest, asOf, model, hypothesis, change, output,
    ask: own.ask === null ? null : { check: parseCheckOptions({ reference: own.ask, candidate: own.ask }, typed), rows, answer, entity, seed },
  };
};

const changeOf = ({ mix, missing, rescale, delay, season, lateLabels, margin, seed }: z.infer<typeof OwnFlags>): WhatIfChange => {
  if (mix !== null) return mix;
  if (missing !== null) return { kind: "missing", feature: missing };
  if (rescale !== null) return { kind: "rescale", feature: rescale.feature, factor: rescale.value };
  if (delay !== null) return { kind: "delay", feature: delay.feature, ms: delay.value, written: delay.written };
  if (season !== null) return season;
  if (lateLabels !== null) return { kind: "late-labels", share: lateLabels, seed };
  if (margin !== null) return { kind: "margin", ...margin };
  throw new Error("one change was given");
};

/** An option without effect is a misunderstanding. */
const refuseIdle = (flags: RawFlags, typed: RawFlags, ask: string | null, needsModel: boolean, change: WhatIfChange): void => {
  const idle = (key: string, why: string): LockstepError => new LockstepError("LS105", { message: `${flagOf(key)} has no effect here: ${why}`, place: flagOf(key), todo: "Leave it out." });
  const ofAsking = [...Object.keys(typed), ...["rows", "answer", "entity"].filter((key) => flags[key] !== undefined)];
  if (ask === null && ofAsking[0] !== undefined) throw idle(ofAsking[0], "nobody is asked; --ask TARGET names the model to ask");
  if (ask !== null && !needsModel) throw idle("ask", `${flagOf(change.kind === "late-labels" ? "lateLabels" : change.kind)} changes no input of the model`);
  if (flags["entity"] !== undefined && change.kind !== "delay") throw idle("entity", "only --delay looks for earlier rows of the same entity");
  if (flags["seed"] !== undefined && change.kind !== "late-labels" && ask === null) throw idle("seed", "nothing is drawn");
};
