import type { Run } from "../../core/domain/run.ts";
import { noStore, findRun, openExistingStore } from "../open-store.ts";
import type { CommandIo } from "../command-io.ts";
import { pairName, runsOfPair } from "./last-verdicts.ts";
import type { ComparedPair } from "./pair-outputs.ts";

/**
 * The earlier run that each pair is told against when one run was named: that one for its own pair, and for the others their run that was made nearest to it, for a
 * battery makes several. A pair alone is held against whatever was named, but `latest` is the latest of its own. LS501, LS502.
 */
export const sinceOfPairs = async (reference: string, pairs: readonly ComparedPair[], folder: string, io: CommandIo): Promise<ReadonlyMap<string, string>> => {
  const store = await openExistingStore(folder, io.cwd);
  if (store === null) throw noStore(folder);
  try {
    const named = findRun(store, reference);
    const at = Date.parse(named.startedAt);
    return new Map(pairs.flatMap((pair) => {
      if (pairs.length === 1 && reference !== "latest") return [[pairName(pair), named.id] as const];
      const id = nearestTo(at, runsOfPair(store, pair));
      if (id === null) io.note(`${pairName(pair)}: it was not compared before, so nothing is told as new or gone`);
      return id === null ? [] : [[pairName(pair), id] as const];
    }));
  } finally {
    store.close();
  }
};

/** The id of the run that was begun nearest to a time, of runs with the newest first; null when there is none. */
const nearestTo = (at: number, runs: Iterable<Run>): string | null => {
  let nearest: { readonly id: string; readonly apart: number } | null = null;
  for (const { id, startedAt } of runs) {
    const apart = Math.abs(Date.parse(startedAt) - at);
    // From here on they are only further back.
    if (nearest !== null && apart >= nearest.apart) break;
    nearest = { id, apart };
  }
  return nearest?.id ?? null;
};
