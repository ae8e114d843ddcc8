import type { Engine } from "../../ports/engine.ts";
import { inGroups } from "./in-groups.ts";
import type { CountedColumn } from "./queries/counted-column.ts";
import { type LookedAt, referenceQuery } from "./queries/reference.ts";

/** How one column of numbers or times lies in the reference, over its finite values; `other` are values of a label that are neither 0 nor 1, `fraction` are numbers that are not whole. */
export interface Lie {
  readonly n: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly other: number;
  readonly fraction: number;
}

const columnsPerQuery = 100;

/** A variance this much smaller than the mean's square has lost its digits to rounding. */
const lost = 1e-6;

/**
 * Looks at all columns of numbers and times as if there were no NaN, no infinity and no offset, which costs least; and once more at those columns where it shows that there was one.
 */
export const lookAt = async (engine: Engine, from: string, columns: readonly CountedColumn[], signal?: AbortSignal): Promise<{ readonly rows: number; readonly lies: ReadonlyMap<CountedColumn, Lie> }> => {
  const lies = new Map<CountedColumn, Lie>();
  let rows = 0;
  const look = async (all: readonly (LookedAt & { readonly original: CountedColumn })[]): Promise<void> => {
    for (const group of inGroups(all, columnsPerQuery)) {
      const [row] = await engine.query(referenceQuery(engine.dialect, from, group), [], signal);
      rows = Number(row?.["rows"] ?? 0);
      group.forEach(({ original, about }, place) => {
        const field = (name: string): number | null => { const cell = row?.[`${name}${place}`]; return typeof cell === "number" && Number.isFinite(cell) ? cell : null; };
        const [n, sum, squares] = [field("n") ?? 0, field("sum"), field("squares")];
        const mean = sum === null || n === 0 ? null : sum / n;
        lies.set(original, {
          n, min: field("min"), max: field("max"), mean: mean === null ? null : mean + about, sd: mean === null || squares === null ? null : Math.sqrt(Math.max(0, squares / n - mean * mean)),
          other: field("other") ?? Infinity, fraction: field("fraction") ?? Infinity,
        });
      });
    }
  };
  // Rows are counted even where there is no number.
  if (columns.length === 0) rows = Number((await engine.query(referenceQuery(engine.dialect, from, []), [], signal))[0]?.["rows"] ?? 0);
  await look(columns.map((original) => ({ original, column: { ...original, mayBeUnfinite: false }, about: 0 })));
  const broken = columns.filter((column) => (lies.get(column)?.n ?? 0) > 0 && lies.get(column)?.sd === null);
  await look(broken.map((original) => ({ original, column: original, about: 0 })));
  const far = columns.flatMap((original) => {
    const lie = lies.get(original);
    if (lie === undefined || lie.mean === null || lie.sd === null || lie.mean === 0 || lie.sd ** 2 > lost * lie.mean ** 2) return [];
    return [{ original, column: broken.includes(original) ? original : { ...original, mayBeUnfinite: false }, about: lie.mean }];
  });
  await look(far);
  return { rows, lies };
};
