import type { Measure, WindowStatistic } from "../../src/core/domain/measure.ts";
import { xoshiro128 } from "../../src/core/random/xoshiro-128.ts";

/** A ratio of 0/1 sums: precision-like, where about half of the rows count. */
export const plantedMeasure: Measure = { id: "planted", shape: "ratio", metric: { name: "precision", output: "score", label: "bad" }, sql: {}, labelled: true, edges: null };
export const plantedPlan = { window: "day", timeZone: "UTC" } as const;
export const plantedColumns = ["region", "device", "channel"] as const;

export interface Planted {
  readonly seed: number;
  /** Rows per side, days per side. */
  readonly rows: number;
  readonly days: number;
  /** What is added to the chance of success in production, by the values of the three columns (0 … 9). */
  readonly moved: (values: readonly number[]) => number;
  /** Scale of what a day adds to everybody's chance. */
  readonly daySpread?: number;
  /** Weight of a value in production, offline all of a column being its own fixed weights. */
  readonly weight?: (column: number, value: number) => number;
}

/** Both sides drawn row by row: three independent columns of ten values with unlike weights and unlike rates, counted by value and day as a series is. */
export const plantedChange = ({ seed, rows, days, moved, daySpread = 0, weight = () => 1 }: Planted): { readonly offline: WindowStatistic[]; readonly production: WindowStatistic[] } => {
  const random = xoshiro128(seed);
  const side = (isProduction: boolean, firstDay: number): WindowStatistic[] => {
    const chances = plantedColumns.map((_, column) => cumulative(Array.from({ length: 10 }, (__, value) => (1 + ((value * 7 + column * 3) % 10)) * (isProduction ? weight(column, value) : 1))));
    const effects = Array.from({ length: days }, () => (random.unit() - 0.5) * daySpread);
    const sums = new Map<string, { m: number; d: number; rows: number }>();
    for (let row = 0; row < rows; row++) {
      const values = chances.map((of) => { const at = random.unit(); return of.findIndex((upTo) => at < upTo); });
      const day = Math.floor(random.unit() * days);
      const d = random.unit() < 0.5 ? 1 : 0;
      const chance = 0.5 + 0.03 * ((values[0] ?? 0) - 4.5) - 0.02 * ((values[1] ?? 0) - 4.5) + (effects[day] ?? 0) + (isProduction ? moved(values) : 0);
      const m = d === 1 && random.unit() < chance ? 1 : 0;
      for (const cell of ["", ...values.map((value, column) => `${column}:${value}`)]) {
        const key = `${day}|${cell}`;
        const sum = sums.get(key) ?? { m: 0, d: 0, rows: 0 };
        sums.set(key, { m: sum.m + m, d: sum.d + d, rows: sum.rows + 1 });
      }
    }
    return [...sums].map(([key, { m, d, rows: counted }]): WindowStatistic => {
      const [day = "0", cell = ""] = key.split("|");
      const [column, value] = cell.split(":");
      return { measure: "planted", segment: column === undefined || value === undefined ? null : { column: plantedColumns[Number(column)] ?? "", value: `v${value}` }, window: firstDay + Number(day), arrived: null, rows: counted, labelled: counted, sums: [d, m, d, m, d, m], bins: [] };
    });
  };
  return { offline: side(false, 0), production: side(true, 1000) };
};

const cumulative = (weights: readonly number[]): number[] => {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let upTo = 0;
  return weights.map((weight, index) => (index === weights.length - 1 ? 1 : (upTo += weight / all)));
};
