import type { FieldKindName } from "../../core/fingerprint/field-kinds.ts";
import type { FieldPair } from "./pair-fields.ts";

/** What makes two fields of a kind the same thing under two names; an empty text matches nothing. */
const sameThing: Partial<Record<FieldKindName, (pair: FieldPair, value: string) => string>> = {
  "model.file": (_, value) => (value.startsWith("sha256:") ? value : ""),
  "model.mapped": (_, value) => (value.startsWith("sha256:") ? value : ""),
  "preprocessing.file": (_, value) => (value.startsWith("sha256:") ? value : ""),
  // Counts, versions of lines and addresses in a warning's text are no other warning.
  "warning.raised": ({ subject }, value) => `${(subject ?? "").replace(/[.:][^.:]*$/, "")} ${value.replaceAll(/0x[0-9a-f]+|\d+(\.\d+)*/gi, "#")}`,
};

const keyOf = (pair: FieldPair, side: "reference" | "candidate"): string => {
  const { state, value } = pair[side];
  const key = pair.kindName === null || state !== "read" || value === null ? "" : (sameThing[pair.kindName]?.(pair, String(value)) ?? "");
  return key === "" ? "" : `${pair.kindName ?? ""} ${key}`;
};

/**
 * The same bytes under another path, the same warning with another count: a field that only the reference has and one that only the
 * candidate has become one pair, `renamed`.
 */
export const matchRenamed = (pairs: readonly FieldPair[]): readonly FieldPair[] => {
  const waiting = new Map<string, FieldPair[]>();
  for (const pair of pairs) {
    const key = pair.reference.state === "nothing" ? keyOf(pair, "candidate") : "";
    if (key !== "") waiting.set(key, [...(waiting.get(key) ?? []), pair]);
  }
  const taken = new Set<FieldPair>();
  const matched = pairs.map((pair) => {
    const other = pair.candidate.state === "nothing" ? waiting.get(keyOf(pair, "reference"))?.shift() : undefined;
    if (other === undefined) return pair;
    taken.add(other);
    return { ...pair, candidate: other.candidate, renamed: other.subject };
  });
  return matched.filter((pair) => !taken.has(pair));
};
