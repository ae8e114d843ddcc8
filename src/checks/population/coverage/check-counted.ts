import type { Finding } from "../../../core/domain/finding.ts";
import type { Profile, ProfileCell } from "../../../core/domain/profile.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { familyOf } from "../shift/count-shift-claims.ts";

export interface CountedQuestion {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly names: PopulationSettings["names"];
}

/**
 * Whether both sides were counted by all of the specification, and are two sides at all. A column that some rows were counted without is compared by nobody else, and would be missing
 * without a word; an output of that kind leaves the run inconclusive. The same data on both sides agree whatever they are.
 */
export const checkCounted = ({ reference, candidate, names }: CountedQuestion): Finding[] => [...without(reference, candidate, names), ...constant(reference, candidate), ...itself(reference, candidate, names)];

const without = (reference: Profile, candidate: Profile, names: CountedQuestion["names"]): Finding[] => {
  const sides = [{ name: names.reference, profile: reference }, { name: names.candidate, profile: candidate }];
  const cut = reference.spec.segments.map(({ column }) => ({ name: column, role: "segment" as const }));
  return [...reference.spec.columns.filter((column) => familyOf(column) !== null), ...cut].flatMap(({ name, role }) => {
    const lacking = sides.flatMap(({ name: side, profile }) => { const told = lack(profile, name, role); return told === null ? [] : [`${side}: ${told}`]; });
    if (lacking.length === 0) return [];
    const decides = role === "score" || role === "decision";
    return [finding(`counted:${name}`, {
      subject: { kind: decides ? "output" : role === "label" ? "label" : "feature", name, segment: null }, verdict: decides ? "inconclusive" : "warn", mode: decides ? "enforce" : "warn", severity: decides ? "high" : "medium",
      statement: `${role} ${name} was not compared in all rows: ${lacking.join("; ")}`, reason: "what was not counted on both sides cannot be compared", action: `Find out why ${name} is not there as it was, or say with --ignore ${name} that it does not matter.`,
    })];
  });
};

const lack = (profile: Profile, column: string, role: string): string | null => {
  const named = profile.absent.filter((one) => one.column === column && one.rows > 0);
  const [first] = named;
  if (first !== undefined) return `it ${first.why} in ${countOf(named.reduce((sum, { rows }) => sum + rows, 0), "row")}`;
  const cells = profile.cells.filter((cell) => cell.rows > 0 && cell.segment === null);
  return role !== "segment" && cells.some((cell) => !Object.hasOwn(cell.columns, column)) ? "it was not counted" : null;
};

/** An output that never changes agrees with itself on every input: what the model does with one was not seen. */
const constant = (reference: Profile, candidate: Profile): Finding[] => reference.spec.columns.filter(({ role }) => role === "score" || role === "decision").flatMap(({ name }) => {
  const isOne = ({ cells }: Profile): boolean => {
    const column = cells.find(({ segment }) => segment === null)?.columns[name];
    return column?.kind === "numeric" ? column.n > 0 && column.min === column.max : column?.kind === "category" && column.n > 0 && column.unseen === 0 && column.counts.filter((count) => count > 0).length === 1;
  };
  if (!isOne(reference) || !isOne(candidate)) return [];
  return [finding(`constant:${name}`, {
    subject: { kind: "output", name, segment: null }, verdict: "warn", mode: "warn", severity: "high", statement: `${name} is one value throughout on both sides`, reason: "what never changes says nothing of how inputs are answered",
    action: `Find out whether ${name} is filled at all, or name the column that holds what the model gave.`,
  })];
});

const itself = (reference: Profile, candidate: Profile, names: CountedQuestion["names"]): Finding[] => {
  const digests = ({ sources }: Profile): string => sources.map(({ digest }) => digest).toSorted().join();
  const whole = ({ cells }: Profile): ProfileCell | undefined => cells.find(({ segment }) => segment === null);
  const seen = (profile: Profile): string => JSON.stringify([whole(profile)?.rows, whole(profile)?.operations, whole(profile)?.columns]);
  if (reference.sources.length === 0 || digests(reference) !== digests(candidate) || seen(reference) !== seen(candidate)) return [];
  return [finding("itself", {
    subject: { kind: "coverage", name: "two sides", segment: null }, verdict: "warn", mode: "warn", severity: "high",
    statement: `${names.reference} and ${names.candidate} hold the same bytes: the data were compared with themselves`, reason: "data always agree with themselves, and that says nothing of two environments",
    action: "Check that each path leads to the log of its own environment.",
  })];
};

const finding = (id: string, told: Pick<Finding, "subject" | "verdict" | "mode" | "severity" | "statement" | "reason" | "action">): Finding => ({
  id: `population.coverage.${id}`, check: "population.coverage", estimate: null, unit: "rows", interval: null, margin: null, marginOrigin: null, n: 0, noiseFloor: null, needed: null, evidence: {}, ...told,
});
