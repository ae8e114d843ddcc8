import type { Planted } from "./planted-change.ts";

/** What is planted, and the values that are to be named: none where nothing is a cause. */
export interface PlantedCase {
  readonly name: string;
  readonly planted: Omit<Planted, "seed">;
  readonly cause: readonly string[];
}

const size = { rows: 20_000, days: 28 } as const;

/** A ratio over three independent columns of ten values each; weights of values from 1.8 to 18 %, rates from 0.27 to 0.73. */
export const plantedCases: readonly PlantedCase[] = [
  { name: "one value of 15 % of the rows loses 25 points", planted: { ...size, moved: ([region]) => (region === 1 ? -0.25 : 0) }, cause: ["region=v1"] },
  { name: "two values lose 25 points", planted: { ...size, moved: ([, device]) => (device === 3 || device === 5 ? -0.25 : 0) }, cause: ["device=v3", "device=v5"] },
  { name: "one value has ten times the weight", planted: { ...size, moved: () => 0, weight: (column, value) => (column === 0 && value === 9 ? 10 : 1) }, cause: ["region=v9"] },
  { name: "one value loses 32 points, all others 2", planted: { ...size, moved: ([region]) => (region === 1 ? -0.32 : -0.02) }, cause: ["region=v1"] },
  { name: "nothing moved", planted: { ...size, moved: () => 0 }, cause: [] },
  { name: "nothing moved, days differ", planted: { ...size, moved: () => 0, daySpread: 0.2 }, cause: [] },
  { name: "all lose 6 points", planted: { ...size, moved: () => -0.06 }, cause: [] },
  { name: "all lose 6 points, days differ", planted: { ...size, moved: () => -0.06, daySpread: 0.2 }, cause: [] },
  { name: "all lose 10 points, few rows", planted: { rows: 3000, days: 28, moved: () => -0.1 }, cause: [] },
];
