import type { Interval } from "../../core/domain/interval.ts";
import { meanInterval } from "../../core/stats/paired-mean.ts";
import { quantileDefinitions, quantilePosition } from "../../core/stats/quantile-definitions.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { latencyQuantiles } from "../parity/latency/latency-quantiles.ts";
import { type Definition, type Definitions, departureWords } from "./definition.ts";
import type { KnownMetric } from "./known-metric.ts";
import type { RequestPopulation } from "./request-population.ts";

type LatencyMetric = Extract<KnownMetric, { kind: "latency" }>;

/** Requests per batch for which monitoring commonly takes a percentile of its own, to average them afterwards. */
const batchSizes = [10, 20, 50, 100, 200, 500, 1000];

/** Fewer requests than this have no latency worth a comparison. */
export const fewestRequests = 30;

/** Every way to take a statistic of latency, in milliseconds. */
export const latencyDefinitions = async (engine: Engine, metric: LatencyMetric, populations: readonly RequestPopulation[]): Promise<Definitions> => {
  const tried: Definition[] = [];
  for (const population of populations) {
    const { n } = population;
    if (n < fewestRequests) {
      if (population.steps === 0) return { why: `${countOf(n, "request was answered", "requests were answered")}; at least ${fewestRequests} are needed`, n };
      continue;
    }
    for (const each of await waysOf(engine, metric, population)) {
      tried.push({ ...each, n, steps: each.steps + population.steps, words: departureWords([{ words: each.steps === 0 ? null : each.words, steps: each.steps }, population], each.as), as: population.words === null ? each.as : `${each.as} ${population.words}` });
    }
  }
  return { tried };
};

type Way = Omit<Definition, "n">;

const waysOf = async (engine: Engine, { metric, q }: LatencyMetric, population: RequestPopulation): Promise<Way[]> => {
  const [row] = await engine.query(`SELECT sum(latency_ms) AS sum, sum(latency_ms * latency_ms) AS squares, max(latency_ms) AS max, stddev_samp(latency_ms) AS sample, stddev_pop(latency_ms) AS population FROM ${population.sql}`);
  const of = (name: string): number => Number(row?.[name] ?? 0);
  const mean = of("sum") / population.n;
  const one = (words: string, value: number, steps = 1, interval: Interval | null = null, as = `as ${words}`): Way => ({ words, as, steps, value, interval });
  const max = one("the largest", of("max"));
  if (metric === "standard deviation") return [one("the sample deviation", of("sample"), 0), one("the population deviation, divided by n instead of n - 1", of("population"))];
  if (metric === "max") return [{ ...max, steps: 0 }];
  if (metric === "mean") {
    const [median] = await atPositions(engine, population, 0.5);
    return [one("the mean", mean, 0, meanInterval({ n: population.n, sum: of("sum"), sumOfSquares: of("squares") })), ...(median === undefined ? [] : [one("the median", median.value)]), max];
  }
  if (q === null) return [];
  const interval = population.steps === 0 ? ((await latencyQuantiles(engine, { environment: "", sql: `(SELECT *, CAST(NULL AS VARCHAR) AS error_code FROM ${population.sql})` }, [q], 0.95)).get(q)?.interval ?? null) : null;
  const positions = await atPositions(engine, population, q);
  return [
    ...positions.map(({ definition, value }, index) => one(`the one by ${definition}`, value, index === 0 ? 0 : 1, index === 0 ? interval : null, `by ${definition}`)),
    one("the mean", mean), max, ...(await batchMeans(engine, population, q)),
  ];
};

/** The q-quantile by every definition, nearest rank first. */
const atPositions = async (engine: Engine, { sql, n }: RequestPopulation, q: number): Promise<{ readonly definition: string; readonly value: number }[]> => {
  const positions = Object.keys(quantileDefinitions).map((definition) => ({ definition, ...quantilePosition(definition, n, q) }));
  const ranks = [...new Set(positions.flatMap(({ low, high }) => [low, high]))].join(", ");
  const rows = await engine.query(`SELECT rn, latency_ms FROM (SELECT latency_ms, row_number() OVER (ORDER BY latency_ms) AS rn FROM ${sql}) WHERE rn IN (${ranks})`);
  const at = new Map(rows.map((row) => [Number(row["rn"]), Number(row["latency_ms"])]));
  return positions.map(({ definition, low, high, fraction }) => {
    const [a, b] = [at.get(low) ?? Number.NaN, at.get(high) ?? Number.NaN];
    return { definition, value: a + (b - a) * fraction };
  });
};

/** Means of a percentile that was taken per batch of requests in order of sending, by nearest rank and by linear interpolation. */
const batchMeans = async (engine: Engine, { sql, n }: RequestPopulation, q: number): Promise<Way[]> => {
  const ways: Way[] = [];
  for (const size of batchSizes.filter((each) => each * 2 <= n)) {
    const batched = `SELECT latency_ms, CAST(floor((row_number() OVER (ORDER BY sent_at, call) - 1) / ${size}) AS BIGINT) AS batch FROM ${sql}`;
    const ranked = `SELECT latency_ms, batch, row_number() OVER (PARTITION BY batch ORDER BY latency_ms) AS rn, count(*) OVER (PARTITION BY batch) AS size FROM (${batched})`;
    const [row] = await engine.query(`SELECT avg(nearest) AS nearest, avg(linear) AS linear FROM (SELECT min(CASE WHEN rn >= size * ${q} - 1e-9 THEN latency_ms END) AS nearest, quantile_cont(latency_ms, ${q}) AS linear FROM (${ranked}) GROUP BY batch)`);
    for (const [name, definition] of [["nearest", "nearest rank"], ["linear", "linear interpolation"]] as const) {
      const words = `the mean of percentiles of ${size} requests each, by ${definition}`;
      ways.push({ words, as: `as ${words}`, steps: 1, value: Number(row?.[name] ?? Number.NaN), interval: null });
    }
  }
  return ways;
};
