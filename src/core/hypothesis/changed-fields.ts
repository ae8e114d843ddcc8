import type { CalendarEntry, Hypothesis } from "../domain/hypothesis.ts";
import { canonicalJson, type CanonicalValue } from "../ledger/canonical-json.ts";
import { sha256 } from "../ledger/sha256.ts";

/** One field of a hypothesis as it was and as it is: `margin.below`, before `0.03`, after `0.05`. */
export interface ChangedField {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** Longer lists of values are told by how many they are, and a digest. */
const mostShown = 12;

/** In which fields two versions of a hypothesis, or of an entry of the calendar, differ, in the order of the noun; none when they are the same. */
export const changedFields = <Content extends Hypothesis | CalendarEntry>(before: Content, after: Content): ChangedField[] => {
  const [was, is] = [leavesOf("", before as CanonicalValue), leavesOf("", after as CanonicalValue)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((field) => {
    const [old, now] = [was.get(field), is.get(field)];
    if (old !== undefined && now !== undefined && canonicalJson(old) === canonicalJson(now)) return [];
    const [oldText, newText] = [shown(old), shown(now)];
    // The text "1" and the number 1 are told apart by their quotes.
    return oldText !== newText ? [{ field, before: oldText, after: newText }] : [{ field, before: exact(old), after: exact(now) }];
  });
};

/** Wording and who is answerable: they change nothing that is judged, and need no reason. */
const freeFields = new Set(["claim", "owner", "review", "impact", "marginOrigin"]);

/** Whether a change of this field changes what is judged, or what follows from it, so that it needs a reason. */
export const isJudged = (field: string): boolean => !freeFields.has(field.split(".")[0] ?? "");

const leavesOf = (path: string, value: CanonicalValue): ReadonlyMap<string, CanonicalValue> => {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    return new Map(Object.entries(value as Readonly<Record<string, CanonicalValue>>).flatMap(([key, inner]) => [...leavesOf(path === "" ? key : `${path}.${key}`, inner)]));
  }
  return new Map([[path, value]]);
};

const shown = (value: CanonicalValue | undefined): string => (value === undefined ? "not said" : textOf(value));

const exact = (value: CanonicalValue | undefined): string => (value === undefined ? "not said" : canonicalJson(value));

const textOf = (value: CanonicalValue): string => {
  if (value === null) return "none";
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return canonicalJson(value);
  if (value.length > mostShown) return `${value.length.toLocaleString("en-US")} values (sha256 ${sha256(canonicalJson(value)).slice(0, 12)})`;
  return value.length === 0 ? "none" : value.map((each) => (typeof each === "string" ? each : canonicalJson(each as CanonicalValue))).join(", ");
};
