import { isNumeric } from "../../core/domain/dtype.ts";
import type { OutputComparison } from "../../core/domain/comparison.ts";
import type { PredictionRelation } from "../../core/domain/prediction-relation.ts";
import { listOf } from "../../core/wording/list-of.ts";

export interface RoleOfOutput {
  readonly name: string;
  readonly role: OutputComparison["role"];
}

/** The outputs a metric is about; `why` says what is missing when it cannot be told. */
export interface ChosenOutputs {
  readonly score: string | null;
  readonly decision: string | null;
  /** For the score, or the decision, that could not be chosen. */
  readonly why: { readonly score: string; readonly decision: string };
}

/**
 * The score and the decision that a metric speaks of: those of the name it carries, else the only ones. `negative` is the other value of yes/no
 * labels: of two scores that mirror each other, the one of the positive class is meant.
 */
export const chooseOutputs = ({ outputs, environment }: PredictionRelation, roles: readonly RoleOfOutput[], named: string | null, negative: string | null, metric: string): ChosenOutputs => {
  const numeric = new Set(outputs.filter(({ dtype }) => isNumeric(dtype)).map(({ name }) => name));
  const there = roles.filter(({ name }) => outputs.some((output) => output.name === name));
  const meant = (name: string): boolean => named === null || name === named || name.startsWith(`${named}.`) || name.startsWith(`${named}[`) || name.endsWith(`.${named}`);
  const scores = there.filter(({ name, role }) => role === "score" && numeric.has(name)).map(({ name }) => name);
  const ofPositive = named !== null && scores.includes(named) ? [named] : scores.filter((name) => meant(name) && !isOfNegative(name, scores, negative));
  const decisions = there.filter(({ name, role }) => role === "decision" && meant(name)).map(({ name }) => name);
  const [score, decision] = [ofPositive, decisions].map((found) => (found.length === 1 ? (found[0] ?? null) : null));
  const why = (kind: string, found: readonly string[]): string => (found.length > 1
    ? `${environment} has several ${kind}s (${listOf(found)}): name one, as in ${metric}[${found[0] ?? ""}]`
    : named === null ? `${environment} gives no ${kind}` : `${environment} has no ${kind} called ${named}`);
  return { score: score ?? null, decision: decision ?? null, why: { score: why("score", ofPositive), decision: why("decision", decisions) } };
};

/** `p[0]` beside `p[1]` and no `p[2]`, or `p.no` where the negative label is `no`. */
const isOfNegative = (name: string, scores: readonly string[], negative: string | null): boolean => {
  if (negative === null) return false;
  const vector = /^(.*)\[0\]$/.exec(name)?.[1];
  if (vector !== undefined && scores.includes(`${vector}[1]`) && !scores.includes(`${vector}[2]`)) return true;
  return name.includes(".") && name.split(".").at(-1) === negative;
};
