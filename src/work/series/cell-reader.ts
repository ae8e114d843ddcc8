import type { SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import type { Cell, Row } from "../../ports/engine.ts";

/** Where a row of an answer belongs. */
export interface PlacedCell extends Pick<WindowStatistic, "window" | "segment"> {
  /** Of the parts that were counted together; 0 where there is one. */
  readonly part: number;
  /** Whether its rows have a value of the first dimension that is not frozen: they are of all rows, and of no segment. */
  readonly isRest: boolean;
}

/** The cell that a row of an answer belongs to; null for what is in no window, and values that are not frozen of all dimensions but the first. `names` are the dimensions' columns. */
export const cellOf = (plan: Pick<SeriesPlan, "segments">, names: readonly string[], row: Row): PlacedCell | null => place(plan, names, (name) => row[name]);

/** The same of an answer's row in columns. */
export const cellAt = (plan: Pick<SeriesPlan, "segments">, columns: Readonly<Record<string, readonly Cell[]>>, names: readonly string[], at: number): PlacedCell | null => place(plan, names, (name) => columns[name]?.[at]);

const place = ({ segments }: Pick<SeriesPlan, "segments">, names: readonly string[], of: (name: string) => Cell | undefined): PlacedCell | null => {
  const at = of("series_w");
  if (at === null) return null;
  const [part, window, dimension] = [Number(of("series_p") ?? 0), Number(at), Number(of("series_g"))];
  if (dimension === -1) return { part, window, segment: null, isRest: false };
  const [value, cut] = [of(names[dimension] ?? "") ?? null, segments[dimension]];
  const frozen = value === null ? undefined : cut?.values[Number(value) - 1];
  if (cut !== undefined && frozen !== undefined) return { part, window, segment: { column: cut.column, value: frozen }, isRest: false };
  return dimension === 0 ? { part, window, segment: null, isRest: true } : null;
};
