import { balancedAccuracy, type ClassCell, classMetric, countsOf, shareRight } from "./class-averages.ts";
import { type Estimate, normalEstimate } from "./estimate.ts";
import { shareEstimate } from "./share-estimate.ts";

/** Estimates of one population's decisions against labels; null where a metric is not defined. Those of one class need its name. */
export interface ClassEstimates {
  readonly accuracy: Estimate | null;
  readonly balancedAccuracy: Estimate | null;
  readonly macroF1: Estimate | null;
  readonly mcc: Estimate | null;
  readonly precision: Estimate | null;
  readonly recall: Estimate | null;
  readonly f1: Estimate | null;
}

/**
 * Accuracy, precision and recall are shares, with Wilson's limits. F1 = 2 J / (1 + J) of the share J = TP / (TP + FP + FN), and takes its limits with it.
 * Balanced accuracy is a mean of shares: distances to their limits are squared and added. Macro F1 and MCC are functions of the counts, with the
 * delta method over cells of which each has half a row more, so that full agreement on few rows is no certainty.
 * Errors: measured coverage of a nominal 95 % is 93 to 96 % for all of them (n = 300 to 10,000; MCC at 5 % positives and 300 rows 92.5 %).
 * Source: Wilson (1927); Zou & Donner (2008); Gorodkin, Comput. Biol. Chem. 28 (2004) for MCC of several classes.
 */
export const classEstimates = (cells: readonly ClassCell[], positive: string | null, designEffect = 1): ClassEstimates => {
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const share = (k: number, of: number): Estimate | null => shareEstimate(k, of, designEffect);
  const right = cells.reduce((sum, { label, decision, count }) => sum + (label === decision ? count : 0), 0);
  const counts = positive === null ? null : countsOf(cells, positive);
  const found = counts === null ? { rightlyFound: 0, wronglyFound: 0, missed: 0 } : counts;
  const one = <T>(estimate: T): T | null => (counts === null ? null : estimate);
  return {
    accuracy: shareRight(cells) === null ? null : share(right, n),
    balancedAccuracy: meanOfRecalls(cells, designEffect),
    macroF1: byMoves(cells, meanF1, designEffect),
    mcc: byMoves(cells, matthews, designEffect),
    precision: one(share(found.rightlyFound, found.rightlyFound + found.wronglyFound)),
    recall: one(share(found.rightlyFound, found.rightlyFound + found.missed)),
    f1: one(ofUnion(share(found.rightlyFound, found.rightlyFound + found.wronglyFound + found.missed))),
  };
};

const ofUnion = (union: Estimate | null): Estimate | null => {
  if (union === null) return null;
  const f1 = (share: number): number => (2 * share) / (1 + share);
  return { value: f1(union.value), method: "Wilson of TP / (TP + FP + FN)", at: (level) => ({ low: f1(union.at(level).low), high: f1(union.at(level).high) }) };
};

const meanOfRecalls = (cells: readonly ClassCell[], designEffect: number): Estimate | null => {
  const value = balancedAccuracy(cells);
  if (value === null) return null;
  const recalls = [...new Set(cells.filter(({ count }) => count > 0).map(({ label }) => label))].flatMap((label) => {
    const { rightlyFound, missed } = countsOf(cells, label);
    return shareEstimate(rightlyFound, rightlyFound + missed, designEffect) ?? [];
  });
  return {
    value, method: "square and add of Wilson's limits",
    at: (level) => {
      const limits = recalls.map((recall) => ({ recall: recall.value, ...recall.at(level) }));
      const half = (distance: (limit: (typeof limits)[number]) => number): number => Math.hypot(...limits.map(distance)) / limits.length;
      return { low: value - half(({ recall, low }) => recall - low), high: value + half(({ recall, high }) => high - recall) };
    },
  };
};

/** Rows by label and by decision, and what one more row of a cell would do to a statistic. */
interface Margins {
  readonly n: number;
  readonly right: number;
  readonly labels: ReadonlyMap<string, number>;
  readonly decisions: ReadonlyMap<string, number>;
  readonly hits: ReadonlyMap<string, number>;
}

/** Every cell that could occur among few classes has half a row more; beyond a few classes only those that did. */
const smoothed = (cells: readonly ClassCell[]): ClassCell[] => {
  const classes = classesOf(cells);
  const seen = new Map(cells.map((cell) => [JSON.stringify([cell.label, cell.decision]), cell]));
  if (classes.length <= fewClasses) for (const label of classes) for (const decision of classes) if (!seen.has(JSON.stringify([label, decision]))) seen.set(JSON.stringify([label, decision]), { label, decision, count: 0 });
  return [...seen.values()].map((cell) => ({ ...cell, count: cell.count + 0.5 }));
};

const fewClasses = 5;
const classesOf = (cells: readonly ClassCell[]): string[] => [...new Set(cells.filter(({ count }) => count > 0).flatMap(({ label, decision }) => (decision === null ? [label] : [label, decision])))];

const marginsOf = (cells: readonly ClassCell[]): Margins => {
  const [labels, decisions, hits] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  let [n, right] = [0, 0];
  for (const { label, decision, count } of cells) {
    n += count;
    labels.set(label, (labels.get(label) ?? 0) + count);
    decisions.set(decision ?? "", (decisions.get(decision ?? "") ?? 0) + count);
    if (label === decision) {
      right += count;
      hits.set(label, (hits.get(label) ?? 0) + count);
    }
  }
  return { n, right, labels, decisions, hits };
};

/** Correlation of decision and label over several classes, (right n - sum p_k t_k) / sqrt(a b) with a = n^2 - sum p_k^2 and b = n^2 - sum t_k^2; null where either never varies. */
const matthews = (cells: readonly ClassCell[]): { readonly value: number; readonly move: (cell: ClassCell) => number } | null => {
  const { n, right, labels, decisions } = marginsOf(cells);
  const squares = (of: ReadonlyMap<string, number>): number => [...of.values()].reduce((sum, count) => sum + count * count, 0);
  const top = right * n - [...labels].reduce((sum, [label, count]) => sum + count * (decisions.get(label) ?? 0), 0);
  const [a, b] = [n * n - squares(decisions), n * n - squares(labels)];
  if (!(a > 0 && b > 0)) return null;
  const root = Math.sqrt(a) * Math.sqrt(b);
  return {
    value: top / root,
    move: ({ label, decision }) => {
      const [said, was] = [decision ?? "", label];
      const up = (said === was ? n : 0) + right - (decisions.get(was) ?? 0) - (labels.get(said) ?? 0);
      return (up - (top / 2) * ((2 * n - 2 * (decisions.get(said) ?? 0)) / a + (2 * n - 2 * (labels.get(was) ?? 0)) / b)) / root;
    },
  };
};

/** Mean over classes of F1 = 2 hits / (labels + decisions). */
const meanF1 = (cells: readonly ClassCell[]): { readonly value: number; readonly move: (cell: ClassCell) => number } | null => {
  const value = classMetric(cells, "f1", "macro");
  if (value === null) return null;
  const { labels, decisions, hits } = marginsOf(cells);
  const classes = classesOf(cells).length;
  const whole = (name: string): number => (labels.get(name) ?? 0) + (decisions.get(name) ?? 0);
  const f1 = (name: string): number => (whole(name) === 0 ? 0 : (2 * (hits.get(name) ?? 0)) / whole(name));
  const part = (name: string, hit: boolean): number => (whole(name) === 0 ? 0 : ((hit ? 1 : 0) - f1(name)) / whole(name));
  return { value, move: ({ label, decision }) => (part(label, label === decision) + (decision === null ? 0 : part(decision, label === decision))) / classes };
};

/** value -+ z sqrt(sum of squared moves): one more row of a cell moves the statistic by so much (delta method for counts). */
const byMoves = (cells: readonly ClassCell[], statistic: typeof matthews, designEffect: number): Estimate | null => {
  const value = statistic(cells)?.value;
  const rows = smoothed(cells);
  const around = statistic(rows);
  if (value === undefined || around === null) return null;
  return normalEstimate(value, Math.sqrt(rows.reduce((sum, cell) => sum + cell.count * around.move(cell) ** 2, 0) * designEffect), "delta method over cells");
};
