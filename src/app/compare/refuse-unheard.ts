import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { flagOf, sideKey } from "../check/parse-check-options.ts";
import type { CompareOptions } from "./compare-options.ts";
import type { OpenedSide } from "./open-sides.ts";

const ofRows = ["id", "time", "score", "decision", "label", "feature", "ignore", "labelsKey", "labelsColumn", "labelsTime"] as const;
const ofCounting = ["positive", "correlationShare"] as const;
const ofLogs = ["format", "map", "zone", "labels"] as const;

/** What was typed and a profile cannot follow, for its rows are counted already: LS105, rather than a comparison of something else than was asked for. LS207 for a cut it was not counted by. */
export const refuseUnheard = (options: CompareOptions, sides: { readonly reference: OpenedSide; readonly candidate: OpenedSide }): void => {
  const profiles = (["reference", "candidate"] as const).filter((which) => sides[which].kind === "profile");
  const [first] = profiles;
  if (first === undefined) return;
  const { target } = options[first];
  const refuse = (flag: string, file: string): never => {
    throw new LockstepError("LS105", { message: `${file} is a profile: its rows were counted already, and ${flag} cannot be applied to them`, place: flag, todo: `Leave ${flag} out, or take the profile again with it: lockstep profile take` });
  };
  for (const which of profiles) if (options[which].window !== null) refuse(`--window or ${flagOf(sideKey(which, "window"))}`, options[which].target);
  const isTyped = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== null);
  for (const key of ofCounting) if (isTyped(options[key])) refuse(flagOf(key), target);
  if (profiles.length === 2) {
    for (const key of ofRows) if (isTyped(options[key])) refuse(flagOf(key), target);
    for (const key of ofLogs) if (options.reference[key] !== null || options.candidate[key] !== null) refuse(flagOf(key), target);
  }
  for (const which of profiles) {
    const { target: file } = options[which];
    const side = sides[which];
    for (const [flag, columns] of [["--segment", options.segment], ["--cohort", options.cohort]] as const) {
      const missing = columns.find((name) => side.kind === "profile" && !side.profile.spec.segments.some(({ column }) => column === name));
      if (missing !== undefined) throw new LockstepError("LS207", { message: `${file} was not counted by ${missing}`, place: flag, todo: `Take the profile again with --segment ${missing}, or leave ${flag} ${missing} out.` });
    }
  }
};
