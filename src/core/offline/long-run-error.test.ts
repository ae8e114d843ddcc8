import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import type { Random } from "../random/random.ts";
import { streamOf } from "../random/stream-of.ts";
import { tQuantile } from "../stats/distributions.ts";
import { longRunError } from "./long-run-error.ts";
import type { RowError } from "./row-error.ts";

const T = 56;

/** Rows alone make days vary by 1. */
const rows: RowError = { standardError: Math.sqrt(1 / T), variance: 1 / T, variancePooled: 1 / T, exact: false, method: "delta method" };

/** Days about 0: what rows make, and levels of variance `between` that hang together by `phi`. */
const drawn = (random: Random, between: number, phi: number): number[] => {
  let level = normal(random);
  return Array.from({ length: T }, (_, t) => {
    if (t > 0) level = phi * level + Math.sqrt(1 - phi * phi) * normal(random);
    return Math.sqrt(between) * level + normal(random);
  });
};

const simulate = (name: string, between: number, phi: number): { readonly covered: number; readonly methods: readonly string[]; readonly width: number } => {
  const random = streamOf(4, name);
  const replications = 1000;
  let [covered, total] = [0, 0];
  const methods: string[] = [];
  for (let replication = 0; replication < replications; replication++) {
    const days = drawn(random, between, phi);
    const mean = days.reduce((sum, value) => sum + value, 0) / T;
    const found = longRunError(rows, days.map((value) => value - mean), "day", true);
    if (found === null) throw new Error("56 days tell an error");
    const half = tQuantile(0.975, found.degrees ?? Infinity) * found.standardError;
    if (Math.abs(mean) <= half) covered++;
    total += half / (1.959964 * rows.standardError);
    methods.push(found.method);
  }
  return { covered: covered / replications, methods, width: total / replications };
};

describe("56 days", () => {
  test("that rows alone make never hang together strongly, and are told by rows mostly", () => {
    const { covered, methods, width } = simulate("independent", 0, 0);
    // One in a hundred vary enough by chance, and one in forty of those hang together enough.
    expect(methods.filter((method) => method.includes("hang together strongly")).length).toBeLessThanOrEqual(2);
    expect(methods.filter((method) => method.includes("differ no more than rows make them")).length).toBeGreaterThan(450);
    expect(width).toBeLessThan(1.25);
    expect(covered).toBeGreaterThan(0.95 - 3 * 0.0069);
    expect(covered).toBeLessThan(0.975);
  });
  test.each([0.3, 1, 3])("whose levels (variance %f) are correlated by 0.5 are covered", (between) => {
    const { covered } = simulate(`between ${between}`, between, 0.5);
    expect(covered).toBeGreaterThan(0.95 - 3 * 0.0069);
    expect(covered).toBeLessThan(0.975);
  });
  test("whose levels hang together by 0.8 beside errors as large are told by an autoregression, often enough to be covered", () => {
    const { covered, methods } = simulate("strong", 1, 0.8);
    expect(covered).toBeGreaterThan(0.91);
    expect(methods.filter((method) => method.includes("hang together strongly")).length).toBeGreaterThan(300);
  });
});
