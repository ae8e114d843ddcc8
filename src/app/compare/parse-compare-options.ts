import { normalize } from "node:path";
import type { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { defaultMargins } from "../../core/judge/population-settings.ts";
import { flagOf, type RawFlags, sideKey, sides } from "../check/parse-check-options.ts";
import { readTarget } from "../check/read-target.ts";
import { isStdout } from "../report-destination.ts";
import { type CompareOptions, LogFlags, logKeys, PopulationOptions } from "./compare-options.ts";
import { readMargins } from "./read-margins.ts";
import { readWindow } from "./read-window.ts";

/** From what was typed to typed options. Every mistake is named in one LS102, with its flag; flags that exclude each other are LS105. */
export const parseCompareOptions = (targets: { readonly reference: string; readonly candidate: string }, flags: RawFlags): CompareOptions => {
  const mistakes: { flag: string; what: string }[] = [];
  const read = <S extends z.ZodType>(schema: S, values: RawFlags, keyOf: (key: string) => string): z.output<S> | null => {
    const result = schema.safeParse(values);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const key = String(issue.path[0] ?? (issue.code === "unrecognized_keys" ? issue.keys[0] : ""));
      mistakes.push({ flag: flagOf(keyOf(key)), what: issue.code === "unrecognized_keys" ? "not an option of compare" : issue.code === "invalid_value" ? `"${String(values[key])}" is not one of ${issue.values.join(", ")}` : issue.message });
    }
    return null;
  };
  const pick = (keyOf: (key: string) => string): RawFlags => Object.fromEntries(logKeys.filter((key) => flags[keyOf(key)] !== undefined).map((key) => [key, flags[keyOf(key)]]));
  const ofLogs = new Set<string>(logKeys.flatMap((key) => [key, ...sides.map((side) => sideKey(side, key))]));
  const own = read(PopulationOptions, Object.fromEntries(Object.entries(flags).filter(([key]) => !ofLogs.has(key))), (key) => key);
  const shared = pick((key) => key);
  const [reference, candidate] = sides.map((side) => read(LogFlags, { ...shared, ...pick((key) => sideKey(side, key)) }, (key) => sideKey(side, key)));
  if (own === null || reference === undefined || reference === null || candidate === undefined || candidate === null) throw new LockstepError("LS102", { message: mistakes.map(({ flag, what }) => `${flag}: ${what}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
  const options: CompareOptions = { ...own, reference: { ...reference, ...readTarget(targets.reference) }, candidate: { ...candidate, ...readTarget(targets.candidate) } };
  refuseContradictions(options);
  return options;
};

const refuseContradictions = (options: CompareOptions): void => {
  readMargins(options.margin, defaultMargins);
  for (const side of sides) readWindow(options[side].window, `--${side}-window`);
  const onStdout = options.output.filter(isStdout);
  if (options.json && onStdout.length > 0) throw new LockstepError("LS105", { message: `--json and -o ${onStdout[0]} exclude each other: both write to stdout`, place: `--json, -o ${onStdout[0]}` });
  const named = (["id", "time"] as const).flatMap((key) => (options[key] === null ? [] : [{ flag: `--${key}`, column: options[key] }]));
  for (const key of ["score", "decision", "label", "feature", "ignore"] as const) for (const column of options[key]) named.push({ flag: `--${key}`, column });
  const first = new Map<string, string>();
  for (const { flag, column } of named) {
    const before = first.get(column);
    if (before !== undefined) throw new LockstepError("LS105", { message: `${column} is named twice, by ${before} and by ${flag}: a column has one role`, place: `${before}, ${flag}` });
    first.set(column, flag);
  }
  if (normalize(options.reference.target) === normalize(options.candidate.target) && options.reference.window === options.candidate.window && options.reference.map === options.candidate.map) {
    throw new LockstepError("LS105", { message: `both sides are ${options.reference.target}: a thing compared with itself always agrees`, place: "<reference>, <candidate>", todo: "Name another file, or a window for each side with --reference-window and --candidate-window." });
  }
};
