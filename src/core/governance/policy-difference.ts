import { type CanonicalValue, canonicalJson } from "../ledger/canonical-json.ts";

/** What two policies, tolerances or claims differ in, a line per value: `approvals.waiver.of: 1 became 2`. */
export const policyDifference = (before: CanonicalValue, after: CanonicalValue): string[] => {
  const [was, is] = [leavesOf(before, ""), leavesOf(after, "")];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((path) => {
    const [old, now] = [was.get(path), is.get(path)];
    if (old === now) return [];
    if (old === undefined) return [`${path}: ${now ?? ""} is new`];
    return [now === undefined ? `${path}: was ${old} and is gone` : `${path}: ${old} became ${now}`];
  });
};

const leavesOf = (value: CanonicalValue | undefined, path: string): Map<string, string> => {
  if (value === undefined) return new Map();
  if (value === null || typeof value !== "object") return new Map([[path, canonicalJson(value)]]);
  const entries = Array.isArray(value) ? value.map((each, index): [string, CanonicalValue] => [`${path}[${index}]`, each as CanonicalValue]) : Object.entries(value).map(([key, each]): [string, CanonicalValue | undefined] => [path === "" ? key : `${path}.${key}`, each]);
  // That something is there and empty is a value too.
  return entries.length === 0 ? new Map([[path, canonicalJson(value)]]) : new Map(entries.flatMap(([key, each]) => [...leavesOf(each, key)]));
};
