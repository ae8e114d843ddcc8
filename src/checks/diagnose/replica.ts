import { listOf } from "../../core/wording/list-of.ts";
import { percent } from "../../core/wording/percent.ts";
import { EXCESS_ALPHA, excessChance, type Rate } from "./excess-rate.ts";
import type { OutputScope } from "./output-scope.ts";
import { decideMixture, type RepeatMixture, shareOfOtherModel } from "./repeat-mixture.ts";
import { shareOf } from "./self-rates.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** A replica counts as deviating when its rate lies this far above the cleanest one's. */
export const REPLICA_CONTRAST = 0.1;

/** Replica counts that are tried when none are named; beyond eight two neighbouring shares cannot be told apart on usual inputs. */
export const REPLICAS_TRIED = 8;

export interface ReplicaRate extends Rate {
  readonly replica: string;
}

/** Replicas that disagree clearly more than the cleanest; empty when all behave alike. */
export const deviatingReplicas = (rates: readonly ReplicaRate[]): readonly ReplicaRate[] => {
  const asked = rates.filter((rate) => rate.pairs > 0);
  const cleanest = asked.reduce<ReplicaRate | null>((best, rate) => (best === null || shareOf(rate) < shareOf(best) ? rate : best), null);
  if (cleanest === null) return [];
  return asked.filter((rate) => shareOf(rate) - shareOf(cleanest) >= REPLICA_CONTRAST && excessChance(rate, cleanest) * asked.length <= EXCESS_ALPHA);
};

/** "one of three replicas" for a share of stale answers: the simplest fraction within two standard errors; null when none fits. */
export const replicasOfShare = (share: number, error: number): { readonly stale: number; readonly of: number } | null => {
  for (let of = 2; of <= REPLICAS_TRIED; of += 1)
    for (let stale = 1; stale < of; stale += 1) if (Math.abs(share - stale / of) <= Math.max(2 * error, 0.005) && nearest(share, of) === stale) return { stale, of };
  return null;
};

const nearest = (share: number, of: number): number => Math.round(share * of);

const counted = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

const byName = (scope: OutputScope): Sighting | null => {
  const { comparison, input, facts, engine } = scope;
  const rates = input.replicas.filter((r) => r.output === comparison.output && r.environment === input.candidate.environment);
  const bad = deviatingReplicas(rates);
  if (bad.length === 0) return null;
  const good = rates.filter((rate) => !bad.includes(rate));
  const outside = rates.reduce((sum, rate) => sum + rate.outside, 0);
  const inBad = bad.reduce((sum, rate) => sum + rate.outside, 0);
  const name = (rate: ReplicaRate): string => `${rate.replica} (${percent(shareOf(rate))} of its answers)`;
  return sighting({
    code: "REPL",
    output: comparison.output,
    rows: `answers of replica ${listOf(bad.map((rate) => rate.replica))}`,
    statement: `${comparison.output} disagrees on replica ${listOf(bad.map(name))}, against ${listOf(good.map(name))}`,
    explains: outside === 0 ? 0 : inBad / outside,
    evidence: { deviating: bad.map((rate) => rate.replica).join(", "), replicas: rates.length, outsideOnDeviating: inBad, outside, pairs: facts.pairs },
    explainedRows: `replica in (${bad.map((rate) => engine.dialect.literal(rate.replica)).join(", ")})`,
  });
};

const byMixture = (scope: OutputScope, mixture: RepeatMixture): Sighting | null => {
  const { comparison, input, facts } = scope;
  if (decideMixture(mixture) !== "another-model") return null;
  const { share, error } = shareOfOtherModel(mixture);
  const fraction = replicasOfShare(share, error);
  const about = fraction === null ? percent(share) : `${percent(share)}, about ${counted[fraction.stale] ?? fraction.stale} of ${counted[fraction.of] ?? fraction.of} replicas`;
  return sighting({
    code: "REPL",
    output: comparison.output,
    statement: `${input.candidate.environment} gives the same row either ${input.reference.environment}'s ${comparison.output} or one other value: another model answers ${about}`,
    // Of the rows wrong once, half were wrong in the first answer, which is the one compared.
    explains: (mixture.bothWrongAlike + mixture.oneWrong / 2) / Math.max(1, facts.outside),
    evidence: { share, standardError: error, stale: fraction?.stale ?? null, replicas: fraction?.of ?? null, rowsWrongOnce: mixture.oneWrong, rowsWrongTwice: mixture.bothWrong, wrongTwiceAlike: mixture.bothWrongAlike },
    // The wrong answers themselves are the rows explained, wherever a repeat of the row was right or was wrong in the same way.
    explainedRows: "(outside and class2 is not null and (class2 in ('equal', 'within') or b_text = b2_text))",
  });
};

/** REPL: some of the candidate's replicas run another model; by replica where known, else by answers that come in two fixed kinds. */
export const findReplica = (scope: OutputScope, mixture: RepeatMixture | null): Sighting | null => byName(scope) ?? (mixture === null ? null : byMixture(scope, mixture));
