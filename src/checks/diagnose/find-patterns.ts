import type { OutputComparison } from "../../core/domain/comparison.ts";
import type { Pattern } from "../../core/domain/pattern.ts";
import type { Engine } from "../../ports/engine.ts";
import { findAnotherModel } from "./another-model.ts";
import { findBatchDependence } from "./batch-dependent.ts";
import { findConcurrency } from "./concurrency.ts";
import { findConstant } from "./constant.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import { findExchange } from "./exchanged-columns.ts";
import type { FeatureColumn } from "./feature-column.ts";
import { findFailing } from "./failing.ts";
import { featureInfluences } from "./feature-influence.ts";
import { findFlat } from "./flat.ts";
import { findJump } from "./jump.ts";
import { findLag } from "./lagged.ts";
import { findMantissa } from "./mantissa.ts";
import { type MarkedConditions, markConditions } from "./marked-conditions.ts";
import { findNonFinite } from "./non-finite.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import { pairFacts } from "./pair-facts.ts";
import { makePairsTable } from "./pairs-table.ts";
import { findColumnOrder, findPermuted } from "./permuted.ts";
import { findRandom } from "./random.ts";
import { mergeOutputs, rankPatterns } from "./rank-patterns.ts";
import { findRatio } from "./ratio.ts";
import { decideMixture, repeatMixture } from "./repeat-mixture.ts";
import { findReplica } from "./replica.ts";
import { findSensitiveFeature } from "./sensitive-feature.ts";
import { findShrunk } from "./shrunk.ts";
import { bothRates, shareOf } from "./self-rates.ts";
import type { Sighting } from "./sighting.ts";
import { findSlow } from "./slow.ts";
import { findSubsets } from "./subset.ts";
import { allConditions } from "./subset-conditions.ts";
import { findThreshold } from "./threshold.ts";
import { findUlp } from "./units-in-last-place.ts";

/** Shapes that anything may take are only looked for when what was found so far leaves this share of the disagreement open. */
export const LEAVES_OPEN = 0.5;

const explainedBy = (sightings: readonly Sighting[]): number => Math.max(0, ...sightings.map((s) => s.pattern.explains));

const rowsOf = (sightings: readonly Sighting[]): string | null => {
  const rows = sightings.flatMap((s) => (s.explainedRows === null ? [] : [`coalesce(${s.explainedRows}, false)`]));
  return rows.length === 0 ? null : `(${rows.join(" or ")})`;
};

const either = (first: string | null, second: string | null): string | null => (first === null ? second : second === null ? first : `(${first} or ${second})`);

const present = (...found: readonly (Sighting | null)[]): readonly Sighting[] => found.filter((s): s is Sighting => s !== null);

/** What the arms and repeats say, which needs no row to be outside tolerance in the main comparison. */
const dependences = async (scope: OutputScope, beside: string | null): Promise<readonly Sighting[]> => {
  const mixture = isScore(scope) ? await repeatMixture(scope, beside) : null;
  const replica = findReplica(scope, mixture);
  const disturbed = mixture !== null && decideMixture(mixture) === "disturbed";
  const concurrency = replica === null ? findConcurrency(scope, mixture) : null;
  // Replicas that differ, and answers that mix under load, also look random; their name says more.
  const random = replica !== null || (concurrency !== null && disturbed) ? null : findRandom(scope);
  return present(replica, concurrency, random, findBatchDependence(scope), findColumnOrder(scope));
};

/** Rows whose score disagrees: a decision that follows a score flips there as an echo, and has nothing more to say. */
const movedScores = (scope: OutputScope, scores: readonly OutputScope[]): string | null => {
  const moved = scope.comparison.role === "score" ? [] : scores.filter((s) => s.facts.outside > 0);
  return moved.length === 0 ? null : `key in (${moved.map((s) => `select key from ${s.table} where outside`).join(" union ")})`;
};

/** All patterns of one output. Patterns that name rows come first and set their rows aside; vague shapes only fill what is left open. */
const patternsOfOutput = async (scope: OutputScope, scores: readonly OutputScope[]): Promise<readonly Sighting[]> => {
  if (scope.facts.outside === 0) return [...(await dependences(scope, null)), ...present(findUlp(scope) ?? findMantissa(scope))];
  const threshold = present(await findThreshold(scope, scores));
  const echoes = movedScores(scope, scores);
  const subsets = await findSubsets(scope, either(rowsOf(threshold), echoes), findReplica(scope, null));
  const named = [...threshold, ...present(await findNonFinite(scope)), ...subsets];
  const around = await dependences(scope, rowsOf(named));
  if (echoes !== null) return [...named, ...around];
  const whole = present(await findLag(scope), await findFlat(scope), ...(await shift(scope)));
  const sightings = [...named, ...around, ...whole];
  // A shape of nearly all rows hides kinds of rows behind it: look at what it does not explain.
  if (subsets.length === 0 && whole.length > 0) sightings.push(...(await findSubsets(scope, rowsOf([...named, ...whole]))));
  if (explainedBy(sightings) >= LEAVES_OPEN || ownNoise(scope) >= LEAVES_OPEN) return sightings;
  const ulp = findUlp(scope);
  if (ulp !== null) return [...sightings, ulp];
  const exchange = await findExchange(scope);
  if (exchange !== null) return [...sightings, exchange];
  const shapes = present(findShrunk(scope), findMantissa(scope), await findJump(scope));
  const vague = shapes.length > 0 ? shapes : await brokenInputs(scope);
  if (vague.length > 0) return [...sightings, ...vague];
  return [...sightings, ...present(await findAnotherModel(scope, explainedBy(sightings)))];
};

/** Share of the disagreement that the reference shows with itself: what it would do without any candidate has no shape to name. */
const ownNoise = ({ input, comparison, facts }: OutputScope): number => (shareOf(bothRates(input, "repeat", comparison.output).reference) * facts.pairs) / Math.max(1, facts.outside);

/** Inputs that reach the candidate otherwise: an exchange that is evident, else one feature that stands out, else a collapse of any cause. */
const brokenInputs = async (scope: OutputScope): Promise<readonly Sighting[]> => {
  const influences = await featureInfluences(scope);
  const permuted = await findPermuted(scope, influences);
  const evident = permuted !== null && ["rows", "columns"].includes(String(permuted.pattern.evidence["kind"]));
  return present(evident ? permuted : (findSensitiveFeature(scope, influences) ?? permuted));
};

/** CONST or RATIO: of the two the one that holds for more rows, for one implies nearly the other when the reference hardly varies. */
const shift = async (scope: OutputScope): Promise<readonly Sighting[]> => {
  const [constant, ratio] = [await findConstant(scope), await findRatio(scope)];
  if (constant === null || ratio === null) return present(constant, ratio);
  return [Number(ratio.pattern.evidence["share"]) > Number(constant.pattern.evidence["share"]) ? ratio : constant];
};

/** Outputs that are looked into, those with most disagreement first; a model's further outputs repeat the pattern of these. */
export const DIAGNOSED_OUTPUTS = 8;

/** The outputs to lay out: those worth a look and, where decisions flip, the scores that may lie behind them. */
const chosen = (input: DiagnosisInput): readonly OutputComparison[] => {
  const worth = input.comparisons.filter((c) => worthALook(input, c)).toSorted((x, y) => y.outside - x.outside).slice(0, DIAGNOSED_OUTPUTS);
  const decisionsFlip = worth.some((c) => c.role === "decision" && c.outside > 0);
  const behind = decisionsFlip ? input.comparisons.filter((c) => c.role === "score" && !worth.includes(c)).slice(0, DIAGNOSED_OUTPUTS) : [];
  return input.comparisons.filter((c) => worth.includes(c) || behind.includes(c));
};

const worthALook = (input: DiagnosisInput, comparison: OutputComparison): boolean =>
  comparison.outside > 0 || (comparison.classes.within ?? 0) > 0 || input.noise.some((n) => n.output === comparison.output && n.outside > 0);

let tables = 0;

/**
 * Names the patterns of a disagreement between two environments, those that explain most first, with the usual suspects of each. Equal
 * answers have no pattern; differences within tolerance have at most ULP or MANT, as information.
 */
export const findPatterns = async (engine: Engine, input: DiagnosisInput): Promise<Pattern[]> => {
  const scopes: OutputScope[] = [];
  const made: string[] = [];
  let marked: Promise<MarkedConditions> | null = null;
  const markRows = async (table: string, features: readonly FeatureColumn[]): Promise<MarkedConditions> => {
    made.push(`${table}_marks`);
    return markConditions(engine, table, await allConditions(engine, table, features), `${table}_marks`);
  };
  try {
    for (const comparison of chosen(input)) {
      tables += 1;
      const table = `lockstep_diagnosis_${tables}`;
      made.push(table);
      const features = await makePairsTable(engine, input, comparison, table);
      if (features === null) continue;
      const conditions = (): Promise<MarkedConditions> => (marked ??= markRows(table, features));
      scopes.push({ engine, input, comparison, table, features, conditions, facts: await pairFacts(engine, table) });
    }
    const scores = scopes.filter(isScore);
    const found: Pattern[] = [];
    for (const scope of scopes) found.push(...(await patternsOfOutput(scope, scores)).map((s) => s.pattern));
    const whole = present(findFailing(input), findSlow(input)).map((s) => s.pattern);
    return [...rankPatterns([...mergeOutputs(withoutGuesses(withoutEchoes(found))), ...whole])];
  } finally {
    for (const table of made) await engine.execute(`drop table if exists ${table}`);
  }
};

/** A decision shows only the echo of what its score shows: its randomness is the replica's or the concurrency's, when a score says so. */
const withoutEchoes = (patterns: readonly Pattern[]): readonly Pattern[] => {
  const stronger = patterns.some((p) => p.code === "REPL" || (p.code === "CONC" && p.evidence["repeatsRightPartOfTheTime"] === true));
  return stronger ? patterns.filter((p) => p.code !== "RAND") : patterns;
};

/** Another model is concluded by exclusion: what is well explained in one output is not another model in the next. */
const withoutGuesses = (patterns: readonly Pattern[]): readonly Pattern[] => {
  const explained = patterns.some((p) => p.code !== "MODEL" && p.evidence["withinTolerance"] !== true && p.explains >= LEAVES_OPEN);
  return explained ? patterns.filter((p) => p.code !== "MODEL") : patterns;
};
