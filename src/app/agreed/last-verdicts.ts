import type { Run } from "../../core/domain/run.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { ComparedPair } from "./pair-outputs.ts";

export const pairName = ({ model, reference, candidate }: ComparedPair): string => `${model}: ${reference} and ${candidate}`;

/** Runs looked back at: a pipeline that has not compared a pair for so long compares it again. */
const lookBack = 500;

/** The runs of one pair that a manifest's checks made in this store, the newest first; each is read when it is asked for. */
export function* runsOfPair(store: RunStore, pair: ComparedPair): Iterable<Run> {
  for (const { id } of store.list(lookBack, 0, { model: pair.model })) {
    const run = store.get(id);
    if (run !== null && isOf(run, pair)) yield run;
  }
}

/** A run calls whatever version of the baseline it was held against by one name. */
const isOf = ({ agreement, environments }: Run, { model, reference, candidate }: ComparedPair): boolean =>
  agreement?.model === model && environments.candidate.name === candidate && environments.reference.name === (reference.startsWith("baseline:") ? "baseline" : reference);

/** The newest verdict of each of these pairs in this store; none for a pair that no manifest's check compared. */
export const lastVerdicts = (store: RunStore, pairs: readonly ComparedPair[]): ReadonlyMap<string, Verdict> =>
  new Map(pairs.flatMap((pair) => {
    for (const { verdict } of runsOfPair(store, pair)) return [[pairName(pair), verdict] as const];
    return [];
  }));
