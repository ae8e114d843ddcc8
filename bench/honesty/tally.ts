import { streamOf } from "../../src/core/random/stream-of.ts";
import type { Scenario, Tally } from "./scenario.ts";

/** Runs some of a scenario's replications. Each has a stream of its own by its number, so that how work is cut up changes no figure. */
export const tally = (scenario: Scenario, from: number, to: number, seed: number): Tally => {
  const counts: Tally = {};
  for (let replication = from; replication < to; replication++) {
    for (const [counter, outcome] of Object.entries(scenario.run(streamOf(seed, `${scenario.id} ${replication}`)))) {
      const count = (counts[counter] ??= { hits: 0, of: 0, refused: 0 });
      if (outcome === null) count.refused++;
      else {
        count.of++;
        if (outcome) count.hits++;
      }
    }
  }
  return counts;
};

export const addTallies = (a: Tally, b: Tally): Tally => {
  const sum: Tally = structuredClone(a);
  for (const [counter, { hits, of, refused }] of Object.entries(b)) {
    const count = (sum[counter] ??= { hits: 0, of: 0, refused: 0 });
    count.hits += hits;
    count.of += of;
    count.refused += refused;
  }
  return sum;
};
