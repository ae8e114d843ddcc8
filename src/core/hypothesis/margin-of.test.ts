import { describe, expect, test } from "vitest";
import { metricNames } from "../domain/metric.ts";
import { defaultMarginOf } from "../judge/corridor-margins.ts";
import { corridorOf, marginOf } from "./margin-of.ts";
import { momentOf } from "./moment-of.ts";
import { ruleOf } from "./metric-rules.ts";

describe("a margin", () => {
  test("of one number is to the bad side, where one is bad", () => {
    expect(marginOf(0.03, "precision")?.margin).toEqual({ below: 0.03, above: null, relative: false });
    expect(marginOf(25, "latency-quantile")?.margin).toEqual({ below: null, above: 25, relative: false });
    expect(marginOf(0.03, "rate")?.margin).toEqual({ below: 0.03, above: 0.03, relative: false });
  });
  test("in percent is of what is expected", () => {
    expect(marginOf("5%", "total")?.margin).toEqual({ below: 0.05, above: 0.05, relative: true });
    expect(marginOf("12.5 %", "rmse")?.margin).toEqual({ below: null, above: 0.125, relative: true });
  });
  test("of two sides is as written, and a side that is not written is not judged", () => expect(marginOf({ above: 0.1, relative: true }, "precision")).toEqual({ margin: { below: null, above: 0.1, relative: true }, marginOrigin: "agreed" }));
  test("that nobody wrote is the usual one, and said to be", () => {
    expect(marginOf(undefined, "precision")).toEqual({ margin: { below: 0.02, above: null, relative: false }, marginOrigin: "default" });
    expect(marginOf(undefined, "bias")).toBeNull();
  });
  test("there is a usual one of every metric but a bias, to the side that is bad", () => {
    for (const name of metricNames) {
      const usual = defaultMarginOf(name);
      expect(usual === null).toBe(name === "bias");
      if (usual === null) continue;
      const one = marginOf(1, name)?.margin;
      expect({ name, below: usual.below !== null, above: usual.above !== null }).toEqual({ name, below: one?.below !== null, above: one?.above !== null });
      expect(usual.why.length).toBeGreaterThan(20);
    }
  });
});

test("a corridor's edges lie by the margin about what is expected; a share is of its size", () => {
  expect(corridorOf(0.9, { below: 0.1, above: null, relative: false })).toEqual({ low: 0.8, high: null });
  expect(corridorOf(-10, { below: 0.1, above: 0.2, relative: true })).toEqual({ low: -11, high: -8 });
});

test.each([["2026-10-01", Date.UTC(2026, 9, 1)], ["2026-10-01T06:00:00Z", Date.UTC(2026, 9, 1, 6)], ["2026-10-01T06:00+02:00", Date.UTC(2026, 9, 1, 4)], ["2026-02-29", undefined], ["2026-10-01T06:00", undefined], ["1 October", undefined], ["2026-10-01T25:00Z", undefined], ["", undefined]])(
  "%s begins at %s", (text, moment) => expect(momentOf(text)).toBe(moment));

test("what a metric needs it does not also take", () => {
  for (const name of metricNames) expect(ruleOf(name).needs.filter((key) => ruleOf(name).takes.includes(key))).toEqual([]);
});
