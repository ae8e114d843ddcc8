import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { LatencySummary } from "../../../core/domain/run.ts";
import { normal } from "../../../core/random/normal.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { quantileInterval } from "../../../core/stats/quantile-interval.ts";
import type { Engine } from "../../../ports/engine.ts";
import { latencyRatios } from "./latency-ratios.ts";
import type { RequestRelation } from "./request-relation.ts";
import { slowdownOnset } from "./slowdown-onset.ts";
import { summariseErrors } from "./summarise-errors.ts";
import { summariseLatency } from "./summarise-latency.ts";

const temporaryDirectory = mkdtempSync(join(tmpdir(), "lockstep-latency-"));
let engine: Engine;
beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 2, temporaryDirectory });
});
afterAll(async () => {
  await engine.close();
  rmSync(temporaryDirectory, { recursive: true, force: true });
});

let tables = 0;
const requests = async (latencies: readonly (number | null)[], errors: ReadonlyMap<number, string> = new Map()): Promise<RequestRelation> => {
  const table = `requests_${++tables}`;
  await engine.load(table, [{ name: "call", dtype: "int64" }, { name: "sent_at", dtype: "float64" }, { name: "latency_ms", dtype: "float64" }, { name: "error_code", dtype: "string" }, { name: "error_message", dtype: "string" }],
    latencies.map((ms, call) => [BigInt(call), 1e12 + call, ms, errors.get(call) ?? null, errors.has(call) ? `call ${call} failed` : null]));
  return { environment: table, sql: table };
};
const logNormals = (n: number, median: number, seed: string, of: (call: number) => number = () => 1): number[] => {
  const random = streamOf(21, seed);
  return Array.from({ length: n }, (_, call) => of(call) * median * Math.exp(0.4 * normal(random)));
};

describe("a latency summary", () => {
  test("is that of the sample, refuses tails it cannot see, and is a valid part of a run", async () => {
    const latencies = logNormals(2000, 20, "one");
    const [summary] = await summariseLatency(engine, [await requests(latencies)]);
    if (summary === undefined) throw new Error("no summary");
    LatencySummary.parse(summary);
    const sorted = latencies.toSorted((a, b) => a - b);
    expect(summary.requests).toBe(2000);
    expect(summary.mean).toBeCloseTo(latencies.reduce((a, b) => a + b, 0) / 2000, 9);
    for (const { q, ms, interval } of summary.quantiles) {
      const exact = quantileInterval(sorted, q);
      expect(ms).toBe(exact?.estimate ?? null);
      if (exact === null) {
        expect(interval).toBeNull();
        continue;
      }
      expect(interval?.low).toBeLessThanOrEqual(exact.interval.low);
      expect(interval?.high).toBeGreaterThanOrEqual(exact.interval.high);
    }
    expect(summary.quantiles.map(({ q, ms }) => [q, ms !== null])).toEqual([[0.5, true], [0.9, true], [0.95, true], [0.99, true], [0.999, false]]);
    expect(summary.curve.length).toBeLessThanOrEqual(200);
    expect(summary.curve[0]).toEqual({ ms: sorted[0], share: 1 / 2000 });
    expect(summary.curve.at(-1)).toEqual({ ms: sorted[1999], share: 1 });
    for (const [index, point] of summary.curve.entries()) if (index > 0) expect(point.ms).toBeGreaterThanOrEqual(summary.curve[index - 1]?.ms ?? 0);
  });

  test("counts only answers, and says nothing of none", async () => {
    const some = await requests([5, null, 7, 900], new Map([[1, "LS302"], [3, "LS401"]]));
    const none = await requests([null], new Map([[0, "LS301"]]));
    const [four, empty] = await summariseLatency(engine, [some, none]);
    expect(four).toMatchObject({ requests: 2, mean: 6 });
    expect(four?.quantiles.every(({ ms }) => ms === null)).toBe(true);
    expect(empty).toMatchObject({ requests: 0, mean: null, curve: [] });
  });

  test("is wider when neighbouring requests are slow together", async () => {
    const states = Array.from({ length: 64 }, ((random) => () => (random.unit() < 0.5 ? 1 : 2.5))(streamOf(23, "states")));
    const waves = logNormals(1600, 20, "waves", (call) => states[Math.floor(call / 25)] ?? 1);
    const [inWaves, shuffled] = await summariseLatency(engine, [await requests(waves), await requests(streamShuffled(waves))]);
    const width = (summary: LatencySummary | undefined): number => {
      const interval = summary?.quantiles[0]?.interval;
      return Math.log((interval?.high ?? Number.NaN) / (interval?.low ?? Number.NaN));
    };
    expect(width(inWaves)).toBeGreaterThan(1.2 * width(shuffled));
  });
});

const streamShuffled = (values: readonly number[]): number[] => {
  const random = streamOf(22, "shuffle");
  return values.map((value) => ({ value, at: random.unit() })).sort((a, b) => a.at - b.at).map(({ value }) => value);
};

describe("latency ratios", () => {
  test("hold the planted ratio, refuse with the tail, and say 1 for a twin", async () => {
    const [fast, slow, twin] = [await requests(logNormals(3000, 20, "fast")), await requests(logNormals(3000, 30, "slow")), await requests(logNormals(3000, 20, "twin"))];
    const ratios = await latencyRatios(engine, fast, slow);
    for (const { q, ratio, interval } of ratios) {
      if (q === 0.999) {
        expect({ ratio, interval }).toEqual({ ratio: null, interval: null });
        continue;
      }
      expect(interval?.low).toBeLessThan(1.5);
      expect(interval?.high).toBeGreaterThan(1.5);
      expect(interval?.low).toBeGreaterThan(1.1);
    }
    for (const { interval } of await latencyRatios(engine, fast, twin, [0.5, 0.9])) {
      expect(interval?.low).toBeLessThan(1);
      expect(interval?.high).toBeGreaterThan(1);
    }
  });
});

describe("where a slowdown lies", () => {
  const onset = async (of: (call: number) => number, n = 600): Promise<unknown> => {
    const found = await slowdownOnset(engine, await requests(logNormals(n, 20, "steady")), await requests(logNormals(n, 20, "suspect", of)));
    return found === null ? null : { where: found.where, requests: found.requests };
  };
  test("nowhere, in the first requests, throughout, later, or too few to say", async () => {
    expect(await onset(() => 1)).toEqual({ where: "nowhere", requests: null });
    expect(await onset((call) => (call < 32 ? 8 : 1))).toEqual({ where: "first-requests", requests: 32 });
    expect(await onset(() => 2)).toEqual({ where: "throughout", requests: null });
    expect(await onset((call) => (call >= 128 ? 3 : 1))).toEqual({ where: "later", requests: 128 });
    expect(await onset((call) => (call >= 64 && call < 256 ? 4 : 1))).toEqual({ where: "passing", requests: null });
    expect(await onset(() => 2, 20)).toBeNull();
  });
});

describe("an error summary", () => {
  test("quotes the most frequent message of each kind, not the first by letter", async () => {
    const sql = "(SELECT * FROM (VALUES (1, 'LS405', 'a stray'), (2, 'LS405', 'boom'), (3, 'LS405', 'boom'), (4, NULL, NULL), (5, 'LS302', 'late')) AS t(call, error_code, error_message))";
    const [found] = await summariseErrors(engine, [{ environment: "a", sql }]);
    expect(found?.byCode).toEqual([{ code: "LS405", message: "boom", count: 3 }, { code: "LS302", message: "late", count: 1 }]);
  });

  test("counts, bounds and names the errors, commonest first", async () => {
    const some = await requests(Array.from({ length: 300 }, (_, call) => (call < 3 ? null : 5)), new Map([[0, "LS402"], [1, "LS401"], [2, "LS402"]]));
    const [found, none] = await summariseErrors(engine, [some, await requests(Array.from({ length: 300 }, () => 1))]);
    expect(found).toMatchObject({ requests: 300, errors: 3, byCode: [{ code: "LS402", message: "call 0 failed", count: 2 }, { code: "LS401", count: 1 }] });
    expect(none?.byCode).toEqual([]);
    expect(none?.interval?.high).toBeCloseTo(0.01222, 5);
    expect((await summariseErrors(engine, [await requests([])]))[0]).toMatchObject({ requests: 0, errors: 0, interval: null });
  });
});
