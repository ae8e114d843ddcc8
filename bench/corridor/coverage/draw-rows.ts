import type { MetricName } from "../../../src/core/domain/metric.ts";
import type { Measure, WindowStatistic } from "../../../src/core/domain/measure.ts";
import { logBinIndex } from "../../../src/core/stats/log-histogram.ts";
import { binCodes } from "../../../src/core/profile/bin-meaning.ts";
import { normal } from "../../../src/core/random/normal.ts";
import type { Random } from "../../../src/core/random/random.ts";

/** What one row (or list, or person) adds to each metric that is drawn with it. */
type Add = (day: DayOfMetrics, random: Random, effect: number) => void;

/** Rows of one kind, and the metrics that are told of them. */
export interface RowKind {
  readonly title: string;
  readonly measures: readonly Measure[];
  readonly add: Add;
}

const second = 86_400;
const edges = Array.from({ length: 60 }, (_, at) => 1 / (1 + Math.exp(2.9 - at / 10)));
const binOf = (score: number): number => { let bin = 0; while (bin < edges.length && score > (edges[bin] ?? 0)) bin++; return bin; };
const measure = (name: MetricName, shape: Measure["shape"], more: Partial<Measure> = {}, metric: Partial<Measure["metric"]> = {}): Measure =>
  ({ id: `${name}${metric.quantile ?? ""}`, shape, metric: { name, ...metric }, sql: shape === "ratio" ? { m: "m", d: "1" } : {}, labelled: false, edges: shape === "scored" ? edges : null, ...more });

/** One day of all metrics of a kind, added up row by row. */
export class DayOfMetrics {
  rows = 0;
  readonly sums = new Map<string, number[]>();
  readonly bins = new Map<string, Map<number, number[]>>();

  ratio(id: string, m: number, d = 1): void {
    const of = this.#of(id, 6);
    [1, m, d, m * m, d * d, m * d].forEach((each, at) => { of[at] = (of[at] ?? 0) + each; });
  }

  count(id: string, amount: number): void {
    const of = this.#of(id, 3);
    of[0] = (of[0] ?? 0) + amount;
    of[2] = (of[2] ?? 0) + amount * amount;
  }

  bin(id: string, code: number, adds: readonly number[]): void {
    const bins = this.bins.get(id) ?? new Map<number, number[]>();
    this.bins.set(id, bins);
    const of = bins.get(code) ?? adds.map(() => 0);
    adds.forEach((each, at) => { of[at] = (of[at] ?? 0) + each; });
    bins.set(code, of);
  }

  #of(id: string, length: number): number[] {
    const of = this.sums.get(id) ?? Array.from({ length }, () => 0);
    this.sums.set(id, of);
    return of;
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const decisions: RowKind = {
  title: "scores, decisions and labels",
  measures: [
    ...(["accuracy", "precision", "recall", "specificity", "false-positive-rate", "f1", "brier", "log-loss", "calibration-in-the-large"] as const).map((name) => measure(name, "ratio")),
    measure("auc", "scored", { labelled: true }), measure("calibration-error", "scored", { labelled: true }),
  ],
  add: (day, random, effect) => {
    const x = 1.3 * normal(random) - 0.5;
    const p = sigmoid(x);
    // Miscalibrated by a slope, so that the calibration error is away from 0.
    const y = random.unit() < sigmoid(0.7 * x + 0.2 + effect) ? 1 : 0;
    const decided = p >= 0.5 ? 1 : 0;
    day.ratio("accuracy", decided === y ? 1 : 0);
    day.ratio("precision", decided * y, decided);
    day.ratio("recall", decided * y, y);
    day.ratio("specificity", (1 - decided) * (1 - y), 1 - y);
    day.ratio("false-positive-rate", decided * (1 - y), 1 - y);
    day.ratio("f1", 2 * decided * y, decided + y);
    day.ratio("brier", (p - y) ** 2);
    day.ratio("log-loss", -Math.log(y === 1 ? p : 1 - p));
    day.ratio("calibration-in-the-large", p - y);
    const row = [1, p, p * p, 1, y, p, decided, decided === y ? 1 : 0, decided * p, decided, decided * y, p * y, p * p];
    const bin = binOf(p);
    day.bin("auc", bin, row);
    day.bin("calibration-error", bin, row);
  },
};

const numbers: RowKind = {
  title: "numbers: errors of a regression, columns, latencies, answers",
  measures: [
    ...(["mae", "mse", "rmse", "bias", "mean", "rate", "missing-rate", "error-rate", "latency-mean"] as const).map((name) => measure(name, "ratio")),
    measure("latency-quantile", "quantile", {}, { quantile: 0.9 }), measure("latency-quantile", "quantile", {}, { quantile: 0.99 }),
  ],
  add: (day, random, effect) => {
    const error = 0.3 + 2 * normal(random) + effect;
    day.ratio("mae", Math.abs(error));
    day.ratio("mse", error * error);
    day.ratio("rmse", error * error);
    day.ratio("bias", error);
    day.ratio("mean", Math.exp(0.8 * normal(random) + effect / 2));
    day.ratio("rate", random.unit() < 0.1 * Math.exp(effect) ? 1 : 0);
    day.ratio("missing-rate", random.unit() < 0.03 * Math.exp(effect) ? 1 : 0);
    day.ratio("error-rate", random.unit() < 0.0005 ? 1 : 0);
    const latency = 40 * Math.exp(0.6 * normal(random) + effect / 2);
    day.ratio("latency-mean", latency);
    const code = logBinIndex(latency) + binCodes.away;
    day.bin("latency-quantile0.9", code, [1]);
    day.bin("latency-quantile0.99", code, [1]);
  },
};

const lists: RowKind = {
  title: "ranked lists, and people with several rows each",
  measures: [...(["ndcg", "reciprocal-rank", "precision-at-k", "hit-rate"] as const).map((name) => measure(name, "ratio", { sql: { m: "m", d: "d", group: "list" } })), measure("ratio", "ratio", { sql: { m: "m", d: "d", group: "person" } })],
  add: (day, random, effect) => {
    let [gain, ideal, found, first] = [0, 0, 0, 0];
    for (let place = 1; place <= 10; place++) {
      if (random.unit() >= 0.35 * Math.exp(effect - place / 6)) continue;
      found += 1;
      gain += 1 / Math.log2(place + 1);
      ideal += 1 / Math.log2(found + 1);
      if (first === 0) first = place;
    }
    day.ratio("precision-at-k", found / 10);
    // A list without anything relevant has none of these.
    if (found > 0) {
      day.ratio("ndcg", gain / ideal);
      day.ratio("reciprocal-rank", 1 / first);
      day.ratio("hit-rate", first <= 3 ? 1 : 0);
    }
    const own = normal(random);
    const rows = 1 + Math.floor(-3 * Math.log(1 - random.unit()));
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += random.unit() < sigmoid(own - 1 + effect) ? 1 : 0;
    day.ratio("ratio", sum, rows);
  },
};

const counts: RowKind = {
  title: "what comes in: events, amounts, and numbers that do not add",
  measures: [measure("throughput", "count"), measure("total", "count"), measure("prometheus", "value"), measure("sql", "value")],
  add: (day, random, effect) => {
    // The rows that come vary by chance and by day.
    if (random.unit() >= 0.5 * Math.exp(effect)) return;
    day.count("throughput", 1);
    day.count("total", Math.exp(0.7 * normal(random)));
    day.ratio("prometheus", 3 + normal(random) + effect);
    day.ratio("sql", 3 + normal(random) + effect);
  },
};

export const rowKinds: readonly RowKind[] = [decisions, numbers, lists, counts];

/** The statistics of a day's metrics, for window `window`. */
export const statisticsOfDay = (kind: RowKind, day: DayOfMetrics, window: number): WindowStatistic[] => kind.measures.flatMap(({ id, shape, labelled }) => {
  const sums = day.sums.get(id) ?? [];
  const rows = shape === "ratio" || shape === "value" ? sums[0] ?? 0 : shape === "count" ? day.rows : day.rows;
  const told = shape === "count" ? [sums[0] ?? 0, second, sums[2] ?? 0] : shape === "value" ? [(sums[1] ?? 0) / (sums[0] ?? 1), sums[0] ?? 0] : shape === "ratio" ? sums : [];
  return [{ measure: id, segment: null, window, arrived: null, rows, labelled: labelled ? rows : 0, sums: told, bins: [...(day.bins.get(id) ?? new Map<number, number[]>())].map(([code, of]) => [code, ...of]).toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0)) }];
});

/** `rows` rows of one day. */
export const drawDayOf = (kind: RowKind, random: Random, rows: number, effect: number): DayOfMetrics => {
  const day = new DayOfMetrics();
  day.rows = rows;
  for (let row = 0; row < rows; row++) kind.add(day, random, effect);
  return day;
};
