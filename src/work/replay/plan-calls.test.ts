import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../core/json/json-value.ts";
import { evidenceCalls } from "./call-plan.ts";
import { planCalls, probes } from "./plan-calls.ts";
import { allCalls, plainRows, plainSide, planOptions } from "./replay-plan.fixture.ts";
import { rowsToSend } from "./rows-to-send.ts";

const shape = fc.record({ rows: fc.integer({ min: 1, max: 60 }), repeats: fc.integer({ min: 1, max: 4 }), batchSize: fc.integer({ min: 1, max: 7 }), seed: fc.maxSafeNat() });

describe("planCalls", () => {
  it("asks every row exactly as often as agreed on each side, the warm-up first and apart", () => {
    fc.assert(fc.property(shape, ({ rows, repeats, batchSize, seed }) => {
      const plan = planCalls(planOptions({ rows: plainRows(rows), repeats, batchSize, seed }));
      const calls = allCalls(plan);
      const asked = new Map<string, number>();
      for (const call of calls.filter(({ phase }) => phase === "main")) {
        expect(call.rows.length).toBeLessThanOrEqual(batchSize);
        for (const row of call.rows) {
          const name = `${call.side} ${row} ${call.repeat}`;
          asked.set(name, (asked.get(name) ?? 0) + 1);
        }
      }
      expect(asked.size).toBe(2 * rows * repeats);
      expect([...asked.values()].every((times) => times === 1)).toBe(true);
      const warmUp = calls.filter(({ phase }) => phase === "warm-up").length;
      expect(warmUp).toBe(2 * Math.min(10, Math.ceil(rows / batchSize)));
      expect(calls.slice(0, warmUp).every(({ phase }) => phase === "warm-up")).toBe(true);
      expect(evidenceCalls(plan)).toBe(plan.calls - warmUp);
      expect(calls.map(({ index }) => index)).toEqual(calls.keys().toArray());
    }));
  });

  it("is a function of its seed", () => {
    fc.assert(fc.property(shape, ({ rows, repeats, batchSize, seed }) => {
      const options = planOptions({ rows: plainRows(rows), repeats, batchSize, seed });
      expect(allCalls(planCalls(options))).toEqual(allCalls(planCalls(options)));
    }), { numRuns: 20 });
    expect(allCalls(planCalls(planOptions({ seed: 1 })))).not.toEqual(allCalls(planCalls(planOptions({ seed: 2 }))));
  });

  it("asks both sides about a row one right after the other, neither first more often, each row in both orders", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 80 }), fc.maxSafeNat(), (rows, seed) => {
      const main = allCalls(planCalls(planOptions({ rows: plainRows(rows), seed }))).filter(({ phase }) => phase === "main");
      const first = new Map<number, string[]>();
      for (let at = 0; at < main.length; at += 2) {
        const [one, two] = [main[at], main[at + 1]];
        expect(one?.rows).toEqual(two?.rows);
        expect(one?.repeat).toBe(two?.repeat);
        expect(one?.side).not.toBe(two?.side);
        first.set(one?.rows[0] as number, [...(first.get(one?.rows[0] as number) ?? []), one?.side as string]);
      }
      for (const orders of first.values()) expect(orders.toSorted()).toEqual(["candidate", "reference"]);
      const balance = main.slice(0, 2 * rows).filter((call, at) => at % 2 === 0 && call.side === "reference").length;
      expect(Math.abs(balance - rows / 2)).toBeLessThanOrEqual(1);
    }));
  });

  it("spreads the repeats of a row at least three quarters of a round apart, with other neighbours", () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 100 }), fc.maxSafeNat(), (rows, seed) => {
      const main = allCalls(planCalls(planOptions({ rows: plainRows(rows), repeats: 3, seed }))).filter(({ phase, side }) => phase === "main" && side === "reference");
      const last = new Map<number, number>();
      for (const [place, call] of main.entries()) {
        const before = last.get(call.rows[0] as number);
        if (before !== undefined) expect(place - before).toBeGreaterThan(0.75 * rows);
        last.set(call.rows[0] as number, place);
      }
    }));
    const order = allCalls(planCalls(planOptions())).filter(({ phase, side }) => phase === "main" && side === "reference").map(({ rows }) => rows[0]);
    expect(order.slice(0, 50)).not.toEqual(order.slice(50));
  });

  it("asks the probes on one subset, in groups of their own", () => {
    const plan = planCalls(planOptions({ rows: plainRows(1000) }));
    const calls = allCalls(plan);
    const rowsOf = (arm: string, side: string): number[] => calls.filter((call) => call.phase === arm && call.side === side).flatMap(({ rows }) => rows).toSorted((a, b) => a - b);
    const subset = rowsOf("serial", "reference");
    expect(new Set(subset).size).toBe(300);
    for (const arm of ["batch", "serial", "shuffled"]) for (const side of ["reference", "candidate"]) expect(rowsOf(arm, side)).toEqual(subset);
    expect(rowsOf("rounded", "reference")).toEqual(subset);
    expect(rowsOf("rounded", "candidate")).toEqual([]);
    for (const call of calls.filter(({ phase }) => phase === "batch")) expect([15, 16]).toContain(call.rows.length);
    expect(plan.skipped).toEqual([]);
    expect(plan.phases.map(({ name }) => name)).toEqual(["warm-up", "main", "batch", "serial", "shuffled", "rounded"]);
  });

  it("asks one by one where main sends batches, and otherwise in main's own batches", () => {
    const plan = planCalls(planOptions({ rows: plainRows(1000), batchSize: 8 }));
    const calls = allCalls(plan);
    const main = new Set(calls.filter(({ phase }) => phase === "main").map(({ rows }) => rows.join()));
    const batch = calls.filter(({ phase }) => phase === "batch");
    expect(batch.length).toBe(2 * 304);
    expect(batch.every(({ rows }) => rows.length === 1)).toBe(true);
    for (const call of calls.filter(({ phase }) => phase === "serial" || phase === "shuffled" || phase === "rounded")) expect(main.has(call.rows.join())).toBe(true);
  });

  it("says why an arm was not asked", () => {
    const poor = { namedColumns: false, batches: false, concurrency: 1 };
    const reasons = (plan: ReturnType<typeof planCalls>): string[] => plan.skipped.map(({ arm, side, reason }) => `${arm} ${side}: ${reason}`);
    expect(reasons(planCalls(planOptions({ sides: { reference: plainSide, candidate: poor } })))).toEqual([
      "batch candidate: it takes one row per request",
      "serial candidate: it is asked one request at a time already",
      "shuffled candidate: its columns travel without names, in a fixed order",
    ]);
    expect(reasons(planCalls(planOptions({ sides: { candidate: plainSide } })))).toEqual(probes.map((arm) => `${arm} reference: its predictions come from a file`));
    const whole = [new Map<string, JsonValue>([["n", 3n]])];
    expect(reasons(planCalls(planOptions({ rows: whole })))).toEqual([
      "batch reference: one row makes no batch", "batch candidate: one row makes no batch",
      "shuffled reference: one column has no other order", "shuffled candidate: one column has no other order",
      "rounded reference: no input has a number with a fraction",
    ]);
    expect(reasons(planCalls(planOptions({ probes: ["rounded"] }))).filter((reason) => reason.endsWith("switched off")).length).toBe(6);
  });

  it("refuses what a side cannot do", () => {
    expect(() => planCalls(planOptions({ batchSize: 2, sides: { reference: plainSide, candidate: { ...plainSide, batches: false } } }))).toThrow("one row per request");
    expect(() => planCalls(planOptions({ repeats: 0 }))).toThrow("0 times");
    expect(() => planCalls(planOptions({ batchSize: 1.5 }))).toThrow("1.5 rows");
  });
});

describe("rowsToSend", () => {
  it("gives another column order, the same to both sides, and the same values", () => {
    const rows = Array.from({ length: 40 }, (_, index) => new Map<string, JsonValue>([["a", index], ["b", null], ["c", "x"]]));
    const calls = allCalls(planCalls(planOptions({ rows }))).filter(({ phase }) => phase === "shuffled");
    const orders = new Map<string, Set<string>>();
    for (const call of calls) {
      const [sent] = rowsToSend(call, rows, 1);
      const order = [...(sent?.keys() ?? [])].join("");
      expect(order).not.toBe("abc");
      expect(Object.fromEntries(sent ?? [])).toEqual({ a: call.rows[0], b: null, c: "x" });
      orders.set(call.rows.join(), (orders.get(call.rows.join()) ?? new Set()).add(order));
    }
    expect([...orders.values()].every((perRow) => perRow.size === 1)).toBe(true);
    expect(new Set([...orders.values()].map((perRow) => [...perRow].join())).size).toBeGreaterThan(2);
  });
});
