import { afterAll, beforeAll, expect, test } from "vitest";
import type { HypothesisResult } from "../../../src/core/domain/validation.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import { openScene, type Scene } from "../agreed/scene.ts";
import { resultOf } from "./loans.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const first = Date.parse("2026-06-01T00:00:00Z");
const days = 14;
const rowsADay = 60;

interface Row {
  readonly at: number;
  readonly id: string;
  readonly region: string;
  /** Rows that were ranked together. */
  readonly list: string;
  readonly score: number;
  readonly paid: number;
  readonly wanted: number;
  readonly price: number;
  readonly truth: number;
  readonly latency: number;
  readonly status: number;
  readonly note: string;
}

const rows: Row[] = (() => {
  let state = 5;
  const random = (): number => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  return Array.from({ length: days * rowsADay }, (_, place) => {
    const score = Number(random().toFixed(4));
    const price = Number((50 + 100 * random()).toFixed(2));
    return {
      at: first + Math.floor((place / rowsADay) * dayMs), id: `r${place}`, region: random() < 0.4 ? "north" : "south", list: `l${Math.floor(place / 5)}`, score, paid: random() < score ? 1 : 0, wanted: random() < 0.3 ? 1 : 0,
      price, truth: Number((price + 20 * (random() - 0.4)).toFixed(2)), latency: Number((20 + 30 * random() ** 2).toFixed(3)), status: random() < 0.05 ? 503 : 200, note: random() < 0.1 ? "" : "x",
    };
  });
})();

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (of: readonly Row[], which: (row: Row) => boolean): number => mean(of.map((row) => (which(row) ? 1 : 0)));
const lists = (of: readonly Row[]): Row[][] => [...Map.groupBy(of, ({ list }) => list).values()].map((list) => list.toSorted((a, b) => b.score - a.score));
const gain = (list: readonly Row[]): number => list.slice(0, 3).reduce((sum, { wanted }, place) => sum + wanted / Math.log2(place + 2), 0);
const ndcg = (of: readonly Row[]): number => mean(lists(of).filter((list) => list.some(({ wanted }) => wanted === 1)).map((list) => gain(list) / gain(list.toSorted((a, b) => b.wanted - a.wanted))));
const quantile = (values: readonly number[], q: number): number => values.toSorted((a, b) => a - b)[Math.ceil(q * values.length) - 1] ?? Number.NaN;

interface Claim {
  /** YAML of the metric and whatever else is said. */
  readonly metric: string;
  readonly more?: string;
  readonly expected?: string;
  /** By hand, of the rows of one window. */
  readonly value: (of: readonly Row[]) => number;
  /** Relative; bins and sketches are not exact. */
  readonly within?: number;
  /** The window that an instant lies in. */
  readonly windowOf?: (at: number) => string;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const number = (value: number): string => `{value: ${value}, standardError: 0, source: us}`;

const claims: Record<string, Claim> = {
  precision: { metric: "{name: precision, output: score, label: paid, threshold: 0.5}", expected: number(0.75), value: (of) => share(of.filter(({ score }) => score >= 0.5), ({ paid }) => paid === 1) },
  recall: { metric: "{name: recall, output: score, label: paid, threshold: 0.5}", expected: number(0.75), value: (of) => share(of.filter(({ paid }) => paid === 1), ({ score }) => score >= 0.5) },
  brier: { metric: "{name: brier, output: score, label: paid}", expected: number(0.17), value: (of) => mean(of.map(({ score, paid }) => (score - paid) ** 2)) },
  mae: { metric: "{name: mae, output: price, label: truth}", expected: number(5), value: (of) => mean(of.map(({ price, truth }) => Math.abs(price - truth))) },
  rmse: { metric: "{name: rmse, output: price, label: truth}", expected: number(6), value: (of) => Math.sqrt(mean(of.map(({ price, truth }) => (price - truth) ** 2))) },
  bias: { metric: "{name: bias, output: price, label: truth}", more: "margin: 1", expected: number(-2), value: (of) => mean(of.map(({ price, truth }) => price - truth)) },
  ndcg: { metric: "{name: ndcg, output: score, label: wanted, group: list, k: 3}", expected: number(0.6), value: ndcg },
  "hit-rate": { metric: "{name: hit-rate, output: score, label: wanted, group: list, k: 2}", expected: number(0.5), value: (of) => mean(lists(of).filter((list) => list.some(({ wanted }) => wanted === 1)).map((list) => (list.slice(0, 2).some(({ wanted }) => wanted === 1) ? 1 : 0))) },
  "latency-p90": { metric: "{name: latency-quantile, quantile: 0.9}", expected: number(45), value: (of) => quantile(of.map(({ latency }) => latency), 0.9), within: 0.03 },
  latency: { metric: "{name: latency-mean}", expected: number(30), value: (of) => mean(of.map(({ latency }) => latency)) },
  errors: { metric: "{name: error-rate}", expected: number(0.05), value: (of) => share(of, ({ status }) => status !== 200) },
  throughput: { metric: "{name: throughput}", expected: number(60 / 86_400), value: (of) => of.length / 86_400 },
  revenue: { metric: '{name: sql, sql: "sum(price * paid) / sum(price)"}', expected: number(0.5), value: (of) => of.reduce((sum, { price, paid }) => sum + price * paid, 0) / of.reduce((sum, { price }) => sum + price, 0) },
  ratio: { metric: '{name: ratio, numerator: "price * paid", denominator: "price"}', expected: number(0.5), value: (of) => of.reduce((sum, { price, paid }) => sum + price * paid, 0) / of.reduce((sum, { price }) => sum + price, 0) },
  north: { metric: "{name: rate, column: region, equals: north}", expected: number(0.4), value: (of) => share(of, ({ region }) => region === "north") },
  "north-price": { metric: "{name: mean, column: price}", more: "population: region = 'north'", expected: number(100), value: (of) => mean(of.filter(({ region }) => region === "north").map(({ price }) => price)) },
  turnover: { metric: "{name: total, column: price}", expected: number(6000), value: (of) => of.reduce((sum, { price }) => sum + price, 0) },
  "no-note": { metric: "{name: missing-rate, column: note}", expected: number(0.1), value: (of) => share(of, ({ note }) => note === "") },
  "by-hour": { metric: "{name: mean, column: price}", more: "window: hour, minimum: {rows: 1}", expected: "{folds: [98, 99, 100, 101, 102], rows: 500, source: cross-validation}", value: (of) => mean(of.map(({ price }) => price)), windowOf: (at) => new Date(at).toISOString().slice(0, 13) },
  "by-week": { metric: "{name: mean, column: price}", more: "window: week", expected: "{simulation: [99, 100, 101, 100.5, 99.5], source: a simulation}", value: (of) => mean(of.map(({ price }) => price)), windowOf: (at) => day(first + Math.floor((at - first) / (7 * dayMs)) * 7 * dayMs) },
  // Vienna is two hours ahead of UTC in June.
  "by-day-of-vienna": { metric: "{name: mean, column: price}", more: "timeZone: Europe/Vienna, minimum: {rows: 1}", expected: number(100), value: (of) => mean(of.map(({ price }) => price)), windowOf: (at) => day(at + 2 * hourMs) },
};

const manifest = `version: 1
models:
  shop:
    production: {log: logs}
    hypotheses:
${Object.entries(claims).map(([name, { metric, more, expected }]) => `      ${name}: {claim: ${name}, metric: ${metric}, expected: ${expected ?? ""}${more === undefined ? "" : `, ${more}`}}`).join("\n")}
`;

let scene: Scene;
let run: Run;
beforeAll(async () => {
  scene = openScene();
  scene.put("lockstep.yaml", manifest);
  for (const [week, own] of Map.groupBy(rows, ({ at }) => Math.floor((at - first) / (7 * dayMs))))
    scene.put(`logs/${week}.csv`, `id,ts,region,list,score,paid,wanted,price,truth,latency_ms,status,note\n${own.map((row) => [row.id, new Date(row.at).toISOString(), row.region, row.list, row.score, row.paid, row.wanted, row.price, row.truth, row.latency, row.status, row.note].join(",")).join("\n")}\n`);
  const { code, stderr } = await scene.lockstep("validate", "--backfill");
  expect([0, 1, 3], stderr).toContain(code);
  run = await scene.run();
});
afterAll(() => { scene.close(); });

test.each(Object.keys(claims))("%s of every window is what a hand computes of its rows", (name) => {
  const { value, within = 1e-9, windowOf = day } = claims[name] as Claim;
  const result: HypothesisResult = resultOf(run, name);
  expect(result.refused).toBeNull();
  const points = new Map(result.overall?.points.map((point) => [point.label.replace(/^week of /, "").replace(/:00.*$/, ""), point]));
  const windows = Map.groupBy(rows, ({ at }) => windowOf(at));
  for (const [window, own] of windows) {
    const estimate = points.get(window)?.estimate ?? Number.NaN;
    const wanted = value(own);
    expect(Math.abs(estimate - wanted) / Math.max(1e-12, Math.abs(wanted)), `${window}: ${estimate}, and ${wanted} by hand`).toBeLessThanOrEqual(within);
  }
  expect(result.overall?.points.filter(({ rows: n }) => n > 0)).toHaveLength(windows.size);
});

test("what was promised is what folds, draws and numbers say", () => {
  expect(resultOf(run, "by-hour").offline).toMatchObject({ kind: "folds", estimate: 100 });
  expect(resultOf(run, "by-week").offline).toMatchObject({ kind: "simulation", estimate: 100 });
  expect(resultOf(run, "latency").offline).toMatchObject({ kind: "number", estimate: 30, standardError: 0 });
  expect(resultOf(run, "by-hour").offline?.standardError).toBeGreaterThan(0);
});

test("the log is named once, whatever is counted of it, and nothing of it is left out", () => {
  expect(run.validation?.sources.map(({ name, role, rows: n, parts }) => ({ name, role, rows: n, parts }))).toEqual([{ name: "production", role: "production", rows: rows.length, parts: 2 }]);
  expect(run.validation?.hypotheses.map(({ hypothesis }) => hypothesis.name).toSorted()).toEqual(Object.keys(claims).toSorted());
  expect(run.validation?.missingDays).toEqual([]);
});
