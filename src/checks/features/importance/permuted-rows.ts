import { shuffle } from "../../../core/random/shuffle.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import type { InputRow } from "../../../ports/serving.ts";

/** As many rows as were chosen, in their order, each with one feature's value from another row. */
export interface PermutedBlock {
  /** Null: nothing was exchanged, and a change is the model's own noise. */
  readonly feature: string | null;
  /** The block's first row among all that are asked. */
  readonly first: number;
  /** Per row the row whose value it was given; itself where nothing was exchanged. */
  readonly donors: readonly number[];
}

/** Everything that both environments are asked: first the rows as they are, then the blocks. */
export interface PermutedRows {
  readonly rows: readonly InputRow[];
  /** Rows as they are, and rows of each block. */
  readonly count: number;
  readonly blocks: readonly PermutedBlock[];
}

/**
 * Lays out permutation importance for `rows` (2 or more): the rows, the rows again, then for each feature `repeats` permutations of its column.
 * Every permutation is one random cycle, so no row keeps its own value and the mean change is that of two different rows. The
 * same seed gives the same rows, whichever other features are asked.
 */
export const permutedRows = (rows: readonly InputRow[], features: readonly string[], repeats: number, seed: number): PermutedRows => {
  const count = rows.length;
  if (count < 2) throw new RangeError(`values are exchanged among rows: 2 are the least, got ${count}`);
  const blocks: PermutedBlock[] = [];
  const asked: InputRow[] = [...rows];
  const add = (feature: string | null, donors: readonly number[]): void => {
    blocks.push({ feature, first: asked.length, donors });
    for (const [index, row] of rows.entries()) asked.push(feature === null ? row : new Map(row).set(feature, (rows[donors[index] as number] as InputRow).get(feature) ?? null));
  };
  const itself = rows.map((_, index) => index);
  add(null, itself);
  for (const feature of features) {
    const random = streamOf(seed, `permutations of ${feature}`);
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const cycle = shuffle(itself, random);
      const donors = [...itself];
      for (const [place, index] of cycle.entries()) donors[index] = cycle[(place + 1) % count] as number;
      add(feature, donors);
    }
  }
  return { rows: asked, count, blocks };
};
