import type { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type CheckOptions, ComparisonOptions, type SideOptions } from "./check-options.ts";
import { ConnectionOptions, connectionKeys, mergeConnections } from "./connection-options.ts";
import { readTarget } from "./read-target.ts";
import { isStdout } from "../report-destination.ts";

/** Flags by name in camel case (`maxOutside`), each the text that was typed, true or false, or a list of texts. */
export type RawFlags = Readonly<Record<string, unknown>>;

/** The two sides, in the order in which they are typed. */
export const sides = ["reference", "candidate"] as const;

/** `maxOutside` -> `--max-outside` */
export const flagOf = (key: string): string => `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** `certKey` -> `referenceCertKey` */
export const sideKey = (side: (typeof sides)[number], key: string): string => `${side}${key.charAt(0).toUpperCase()}${key.slice(1)}`;

/**
 * From what was typed to typed options. Every mistake is named in one LS102, with its flag; flags that exclude each other are LS105.
 */
export const parseCheckOptions = (targets: { readonly reference: string; readonly candidate: string }, flags: RawFlags): CheckOptions => {
  const mistakes: Mistake[] = [];
  const read = <S extends z.ZodType>(schema: S, values: RawFlags, keyOf: (key: string) => string): z.output<S> | null => {
    const result = schema.safeParse(values);
    if (result.success) return result.data;
    for (const issue of result.error.issues) mistakes.push(mistakeOf(issue, values, keyOf));
    return null;
  };

  const connectionFlags = new Set(["", ...sides].flatMap((side) => connectionKeys.map((key) => (side === "" ? key : sideKey(side as "reference", key)))));
  const own = read(ComparisonOptions, Object.fromEntries(Object.entries(flags).filter(([key]) => !connectionFlags.has(key))), (key) => key);
  const both = read(ConnectionOptions, pick(flags, (key) => key), (key) => key);
  const apart = sides.map((side) => read(ConnectionOptions, pick(flags, (key) => sideKey(side, key)), (key) => sideKey(side, key)));
  const [first, second] = apart;
  if (own === null || both === null || first === null || second === null || first === undefined || second === undefined) {
    throw new LockstepError("LS102", { message: mistakes.map(({ flag, what }) => `${flag}: ${what}`).join("\n"), place: mistakes.map(({ flag }) => flag).join(", ") });
  }
  const options: CheckOptions = {
    ...own,
    reference: sideOf(targets.reference, mergeConnections(both, first)),
    candidate: sideOf(targets.candidate, mergeConnections(both, second)),
  };
  refuseContradictions(options);
  return options;
};

const pick = (flags: RawFlags, keyOf: (key: string) => string): RawFlags => {
  const picked: Record<string, unknown> = {};
  for (const key of connectionKeys) {
    const value = flags[keyOf(key)];
    if (value !== undefined) picked[key] = value;
  }
  return picked;
};

interface Mistake {
  readonly flag: string;
  readonly what: string;
}

const mistakeOf = (issue: z.core.$ZodIssue, values: RawFlags, keyOf: (key: string) => string): Mistake => {
  if (issue.code === "unrecognized_keys") return { flag: issue.keys.map((key) => flagOf(keyOf(key))).join(", "), what: "not an option of check" };
  const key = String(issue.path[0]);
  const given = values[key];
  const what = issue.code === "invalid_value" ? `"${String(given)}" is not one of ${issue.values.join(", ")}` : issue.message;
  return { flag: flagOf(keyOf(key)), what };
};

const sideOf = (typed: string, connection: ConnectionOptions): SideOptions => ({ ...connection, ...readTarget(typed), production: null });

const refuseContradictions = (options: CheckOptions): void => {
  const exclusive = (one: string, other: string, why: string): LockstepError => new LockstepError("LS105", { message: `${one} and ${other} exclude each other: ${why}`, place: `${one}, ${other}` });
  if (options.fresh && options.resume) throw exclusive("--fresh", "--resume", "one begins anew, the other continues");
  if (!options.segments && options.segment.length > 0) throw exclusive("--no-segments", "--segment", "one turns off what the other names");
  const onStdout = options.output.filter(isStdout);
  if (options.json && onStdout.length > 0) throw exclusive("--json", `-o ${onStdout[0]}`, "both write to stdout");
  if (onStdout.length > 1) throw exclusive(`-o ${onStdout[0]}`, `-o ${onStdout[1]}`, "stdout takes one document");
  const twice = duplicate(options.tolerance.map((each) => each.output));
  if (twice !== undefined) throw new LockstepError("LS102", { message: `--tolerance was given twice for ${twice === null ? "all outputs" : twice}`, place: "--tolerance" });
  for (const side of sides) {
    const { cert, certKey } = options[side];
    if ((cert === null) !== (certKey === null)) {
      throw new LockstepError("LS102", { message: `a client certificate needs its key, and a key its certificate: ${cert === null ? "--cert" : "--cert-key"} is missing`, place: "--cert, --cert-key" });
    }
  }
};

const duplicate = <T>(values: readonly T[]): T | undefined => values.find((value, index) => values.indexOf(value) !== index);
