import { explainDifferences } from "../../src/checks/corridor/why/explain-differences.ts";
import { plantedChange, plantedColumns, plantedMeasure, plantedPlan } from "./planted-change.ts";
import type { Bench, Measure } from "../bench.ts";
import { largestContributions } from "./largest-contributions.ts";
import { type PlantedCase, plantedCases } from "./planted-cases.ts";

/** What was named in one column, for each column in which anything was, in order. */
type Named = readonly (readonly string[])[];

const isExact = (named: Named, cause: readonly string[]): boolean => JSON.stringify([...(named[0] ?? [])].sort()) === JSON.stringify([...cause].sort());
/** All causes are among the first k values named. */
const isWithin = (named: Named, cause: readonly string[], k: number): boolean => { const first = new Set(named.flat().slice(0, Math.max(k, cause.length))); return cause.every((value) => first.has(value)); };

/** Planted causes: how often they are named, and how often something is where there is no cause. */
export const bench: Bench = {
  name: "attribution",
  question: "planted causes of a changed ratio, three columns of ten values: named exactly, among the first three, and falsely where nothing or everything moved",
  run: async ({ quick, repeats, note }) => {
    const replications = quick ? 10 : 20 * repeats;
    return plantedCases.flatMap((planted) => { note(planted.name); return measured(planted, replications); });
  },
};

const measured = ({ name, planted, cause }: PlantedCase, replications: number): Measure[] => {
  const [ours, usual] = [{ exact: 0, first: 0, three: 0, named: 0, ms: 0 }, { exact: 0, named: 0 }];
  for (let seed = 0; seed < replications; seed += 1) {
    const sides = plantedChange({ ...planted, seed: 70_000 + seed });
    const from = performance.now();
    const explanations = explainDifferences({ measure: plantedMeasure, plan: plantedPlan, columns: plantedColumns, ...sides, alpha: 0.05 });
    ours.ms += performance.now() - from;
    const named = explanations.map(({ smallestSet }) => smallestSet.map(({ column, value }) => `${column}=${value}`)).filter((set) => set.length > 0);
    const other = largestContributions(explanations);
    if (named.length > 0) ours.named += 1;
    if (isExact(named, cause)) ours.exact += 1;
    if (isWithin(named, cause, 1)) ours.first += 1;
    if (isWithin(named, cause, 3)) ours.three += 1;
    if (isExact(other, cause)) usual.exact += 1;
    if (other.some((set) => set.length > 0)) usual.named += 1;
  }
  const share = (count: number): string => (count / replications).toFixed(3);
  const spread = 2 * Math.sqrt((0.05 * 0.95) / replications);
  const speed: Measure = { label: `${name}: ms for three columns of 28 days`, value: (ours.ms / replications).toFixed(1), goal: null, met: null };
  return cause.length > 0
    ? [{ label: `${name}: exactly named / recall at 1 / at 3; the largest contributions, exactly`, value: `${share(ours.exact)} / ${share(ours.first)} / ${share(ours.three)}; ${share(usual.exact)}`, goal: "recall at 3 >= 0.9", met: ours.three / replications >= 0.9 }, speed]
    : [{ label: `${name}: something is named; by the largest contributions`, value: `${share(ours.named)}; ${share(usual.named)}`, goal: "<= 0.05", met: ours.named / replications <= 0.05 + spread }, speed];
};
