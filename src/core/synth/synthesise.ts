import { normal } from "../random/normal.ts";
import type { Random } from "../random/random.ts";
import { streamOf } from "../random/stream-of.ts";
import { normalCdf } from "../stats/distributions.ts";
import { madeUpText } from "./made-up-text.ts";
import type { SynthColumn, SynthPlan, SynthValue } from "./plan-synthesis.ts";
import { writtenTime } from "./written-time.ts";

/**
 * Rows like those of the profile, in the order of the plan's columns. Each column has a stream of its own under the seed, so that a column more or less changes
 * nothing in the others, and more rows begin with the same ones.
 */
export function* synthesise({ columns, dependent, root }: SynthPlan, rows: number, seed: number): Generator<readonly SynthValue[]> {
  const streams = columns.map(({ name }) => streamOf(seed, `column ${name}`));
  const normals = dependent.map((name) => streamOf(seed, `normal ${name}`));
  const placeOf = new Map(dependent.map((name, place) => [name, place]));
  const drawn = new Float64Array(dependent.length);
  for (let row = 0; row < rows; row += 1) {
    normals.forEach((random, place) => { drawn[place] = normal(random); });
    const share = (name: string, random: Random): number => {
      const place = placeOf.get(name);
      if (place === undefined) return random.unit();
      let z = 0;
      for (const [k, weight] of (root[place] ?? []).entries()) z += weight * (drawn[k] ?? 0);
      return normalCdf(z);
    };
    yield columns.map((column, place) => { const random = streams[place]; return random === undefined ? null : valueOf(column, random, share); });
  }
}

const valueOf = (column: SynthColumn, random: Random, share: (name: string, random: Random) => number): SynthValue => {
  const [nan, positive, negative] = column.unfinite;
  // Drawn in any case, so that the streams of all rows stay in step.
  const fate = random.unit();
  const value = drawOne(column, random, share);
  if (fate < column.missing) return null;
  if (fate < column.missing + nan) return Number.NaN;
  if (fate < column.missing + nan + positive) return Infinity;
  return fate < column.missing + nan + positive + negative ? -Infinity : value;
};

const drawOne = ({ name, kind, quantile, categories, text }: SynthColumn, random: Random, share: (name: string, random: Random) => number): SynthValue => {
  if (quantile !== null) {
    const value = quantile.at(share(name, random));
    return kind === "time" ? writtenTime(value) : value;
  }
  if (text !== null) return random.unit() < text.empty ? "" : madeUpText(random, Math.max(1, Math.round(text.mean + Math.max(-3, Math.min(3, normal(random))) * text.sd)));
  const u = random.unit();
  return categories.find(({ upTo }) => u < upTo)?.value ?? categories.at(-1)?.value ?? null;
};
