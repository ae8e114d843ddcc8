import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { EnvironmentFingerprint, Run } from "../../core/domain/run.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { valueWords } from "../../core/fingerprint/value-words.ts";

/** A difference as a report shows it: values in words, long ones cut; of the fields told with it only how many. */
export interface ShownDifference extends Pick<EnvironmentDifference, "title" | "group" | "weight" | "moves" | "quiet" | "override" | "why"> {
  readonly reference: string;
  readonly candidate: string;
  readonly action: string;
  readonly together: number;
}

/** How one environment was read; of its fields only how many there are. */
export interface ReadEnvironment extends Pick<EnvironmentFingerprint["fingerprint"], "method" | "probe" | "takenAt" | "unread"> {
  readonly environment: string;
  readonly replica: string | null;
  readonly fields: number;
}

const notRead = "not read";

const valueOf = (difference: EnvironmentDifference, side: "reference" | "candidate"): string => {
  if (difference.unread.includes(side)) return notRead;
  // Several fields that one side could not read have no one value on the other.
  if (difference.unread.length > 0 && difference.subject === null && difference.together.length > 0) return "read";
  return valueWords(difference[side], parseFieldId(difference.id).kindName);
};

/** A difference with its values in words. What is harmless needs no advice. */
export const shownDifference = (difference: EnvironmentDifference): ShownDifference => {
  const { title, group, weight, moves, quiet, override, why, action, together } = difference;
  const told = quiet === null;
  return { title, group, weight, moves, quiet, override, why: told ? why : "", action: told ? action : "", together: together.length, reference: valueOf(difference, "reference"), candidate: valueOf(difference, "candidate") };
};

/** The differences that are told, worst first; those an override makes intended come after the others. */
export const toldDifferences = ({ differences }: Pick<Run, "differences">): EnvironmentDifference[] => {
  const told = differences.filter(({ quiet }) => quiet === null).sort((a, b) => b.rank - a.rank);
  return [...told.filter(({ override }) => override === null), ...told.filter(({ override }) => override !== null)];
};

/** How each environment was read. */
export const readEnvironments = ({ fingerprints }: Pick<Run, "fingerprints">): ReadEnvironment[] =>
  fingerprints.map(({ environment, replica, fingerprint: { method, probe, takenAt, unread, fields } }) => ({ environment, replica, method, probe, takenAt, unread, fields: Object.keys(fields).length }));
