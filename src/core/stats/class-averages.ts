/** Rows with this label that were decided so; a decision of null is wrong whatever the label, as where there was no answer. */
export interface ClassCell {
  readonly label: string;
  readonly decision: string | null;
  readonly count: number;
}

/** How the classes' values become one: that of one class, the mean over classes, over the rows of all classes pooled, or weighted by the labels' frequency. */
export type ClassAverage = { readonly positive: string } | "macro" | "micro" | "weighted";

export type ClassMetric = "precision" | "recall" | "f1" | "specificity";

interface ClassCounts {
  readonly rightlyFound: number;
  readonly wronglyFound: number;
  readonly missed: number;
  readonly rightlyLeft: number;
}

/**
 * Precision, recall, F1 or specificity of one environment. As in scikit-learn the classes are those of the labels and of the decisions, and a
 * ratio without cases is 0. Null without rows, or where the class asked for occurs nowhere.
 */
export const classMetric = (cells: readonly ClassCell[], metric: ClassMetric, average: ClassAverage): number | null => {
  const classes = classesOf(cells);
  if (classes.length === 0) return null;
  if (typeof average === "object") return classes.includes(average.positive) ? ratioOf(countsOf(cells, average.positive), metric) : null;
  const counts = classes.map((name) => countsOf(cells, name));
  if (average === "micro") return ratioOf(counts.reduce(added), metric);
  const weights = counts.map(({ rightlyFound, missed }) => (average === "macro" ? 1 : rightlyFound + missed));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return whole === 0 ? null : counts.reduce((sum, each, index) => sum + ratioOf(each, metric) * (weights[index] ?? 0), 0) / whole;
};

/** Share of rows decided rightly; null without rows. */
export const shareRight = (cells: readonly ClassCell[]): number | null => {
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  return n === 0 ? null : cells.reduce((sum, { label, decision, count }) => sum + (label === decision ? count : 0), 0) / n;
};

/** Mean over the labels' classes of the share of each that was found; null without rows. */
export const balancedAccuracy = (cells: readonly ClassCell[]): number | null => {
  const counts = classesOf(cells).map((name) => countsOf(cells, name)).filter(({ rightlyFound, missed }) => rightlyFound + missed > 0);
  return counts.length === 0 ? null : counts.reduce((sum, each) => sum + ratioOf(each, "recall"), 0) / counts.length;
};

/** Counts of right and wrong for one class against all others. */
export const countsOf = (cells: readonly ClassCell[], name: string): ClassCounts => {
  let [rightlyFound, wronglyFound, missed, rightlyLeft] = [0, 0, 0, 0];
  for (const { label, decision, count } of cells) {
    if (label === name && decision === name) rightlyFound += count;
    else if (decision === name) wronglyFound += count;
    else if (label === name) missed += count;
    else rightlyLeft += count;
  }
  return { rightlyFound, wronglyFound, missed, rightlyLeft };
};

const classesOf = (cells: readonly ClassCell[]): string[] =>
  [...new Set(cells.filter(({ count }) => count > 0).flatMap(({ label, decision }) => (decision === null ? [label] : [label, decision])))].sort();

const ratioOf = ({ rightlyFound, wronglyFound, missed, rightlyLeft }: ClassCounts, metric: ClassMetric): number => {
  switch (metric) {
    case "precision": return share(rightlyFound, rightlyFound + wronglyFound);
    case "recall": return share(rightlyFound, rightlyFound + missed);
    case "f1": return share(2 * rightlyFound, 2 * rightlyFound + wronglyFound + missed);
    case "specificity": return share(rightlyLeft, rightlyLeft + wronglyFound);
  }
};

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const added = (a: ClassCounts, b: ClassCounts): ClassCounts => ({
  rightlyFound: a.rightlyFound + b.rightlyFound, wronglyFound: a.wronglyFound + b.wronglyFound, missed: a.missed + b.missed, rightlyLeft: a.rightlyLeft + b.rightlyLeft,
});
