import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { WindowStatistic } from "../core/domain/measure.ts";
import { asArrivedBy } from "../core/measure/as-arrived-by.ts";
import { mergeStatistics } from "../core/measure/merge-statistics.ts";
import { rollUp } from "../core/measure/roll-up.ts";
import { weekOfDay } from "../core/measure/window-time.ts";
import type { CountedPart, SeriesQuery, SeriesStore } from "./series-store.ts";

/** A place that a store of series can be opened at, more than once. */
export interface SeriesStorePlace {
  open(): SeriesStore;
  remove(): void;
}

const dayOf = (window: number): number => Math.floor(window / 24);
const everything: SeriesQuery = { by: "window", fromDay: null, toDay: null, arrivedBy: null };
const partOf = (part: string, over: Partial<CountedPart> = {}): CountedPart =>
  ({ part, labels: "l1", final: false, rows: 3, untimed: 1, orphans: 2, early: 4, firstTs: "2026-10-01T00:00:00.000Z", lastTs: null, ...over });

/** Sums of whole numbers, so that adding is exact in any order. */
const statistic: fc.Arbitrary<WindowStatistic> = fc.record({
  kind: fc.constantFrom("ratio", "scored", "quantile", "count"), window: fc.integer({ min: -30, max: 400 }), late: fc.constantFrom(null, 0, 1, 9), segment: fc.constantFrom(null, "eu", "ä'\u2028"),
  counts: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 9, maxLength: 9 }),
}).map(({ kind, window, late, segment, counts: [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] }) => ({
  measure: kind, window, segment: segment === null ? null : { column: "region", value: segment },
  arrived: late === null || kind === "quantile" || kind === "count" ? null : dayOf(window) + late, rows: a + b, labelled: a,
  sums: kind === "ratio" ? [a, b, c, d, e, f] : kind === "count" ? [b, 3600, c] : [],
  bins: kind === "scored" ? [[a % 3, b, c, d, e, f, g, h, i], [(a % 3) + 4, c, b, a, d, e, f, g, 1]] : kind === "quantile" ? [[99_000 + (a % 5), b], [100_500, c]] : [],
}));

const sorted = (statistics: readonly WindowStatistic[]): string[] => statistics.map((each) => JSON.stringify([each.measure, each.segment, each.window, each.arrived, each.rows, each.labelled, each.sums, each.bins])).sort();

/** What every store of series must do. `newPlace` gives an empty place. */
export const testSeriesStore = (name: string, newPlace: () => SeriesStorePlace): void => {
  describe(`${name} as a store of series`, () => {
    let place: SeriesStorePlace;
    let store: SeriesStore;
    beforeEach(() => {
      place = newPlace();
      store = place.open();
    });
    afterEach(() => {
      store.close();
      place.remove();
    });
    const one: WindowStatistic = { measure: "a", segment: null, window: 25, arrived: 3, rows: 2, labelled: 2, sums: [2, 0.1 + 0.2, 1e300, -0.5, 4, 5], bins: [] };

    test("is empty at first", () => {
      expect([store.parts("p"), store.read("p", everything)]).toEqual([[], []]);
    });

    test("gives back what was put, bit for bit, also to the next one who opens it, and keeps plans apart", () => {
      const bins: WindowStatistic = { ...one, measure: "b", segment: { column: "region", value: "" }, sums: [], bins: [[-3, 0.1 + 0.2, 2 ** 50, 1e-300], [7, 300, 0, -0.5]] };
      store.put("p", partOf("x", { final: true }), [one, bins], dayOf);
      store.put("q", partOf("x", { labels: null }), [{ ...one, rows: 9 }], dayOf);
      store.close();
      store = place.open();
      expect(sorted(store.read("p", everything))).toEqual(sorted([one, bins]));
      expect(store.parts("p")).toEqual([partOf("x", { final: true })]);
      expect(store.read("q", everything)).toEqual([{ ...one, rows: 9 }]);
      expect(store.parts("q")[0]?.labels).toBeNull();
    });

    test("puts several parts at once as one after the other, and reads what is asked for alone", () => {
      const inRegion: WindowStatistic = { ...one, measure: "b", segment: { column: "region", value: "eu" }, sums: [], bins: [[1, 2]] };
      const overall: WindowStatistic = { ...inRegion, segment: null };
      const parts = [{ part: partOf("x"), statistics: [one, inRegion, overall] }, { part: partOf("y"), statistics: [{ ...one, window: 26 }, overall] }, { part: partOf("x", { labels: "l3" }), statistics: [one, overall] }];
      store.put("p", partOf("y"), [{ ...one, window: 200 }], dayOf);
      for (const { part, statistics } of parts.slice(0, 2)) store.put("q", part, statistics, dayOf);
      store.putAll("p", parts.slice(0, 2), dayOf);
      for (const by of ["window", "day"] as const) expect(sorted(store.read("p", { ...everything, by }))).toEqual(sorted(store.read("q", { ...everything, by })));
      store.putAll("p", parts.slice(2), dayOf);
      store.put("q", partOf("x", { labels: "l3" }), [one, overall], dayOf);
      expect(sorted(store.read("p", { ...everything, by: "day" }))).toEqual(sorted(store.read("q", { ...everything, by: "day" })));
      expect(store.parts("p")).toEqual(store.parts("q"));
      store.putAll("p", [{ part: partOf("z"), statistics: [inRegion] }], dayOf);
      const read = (more: object): string[] => sorted(store.read("p", { ...everything, by: "day", ...more }));
      expect(read({ measures: ["b"] })).toEqual(read({}).filter((each) => each.startsWith('["b"')));
      expect(read({ measures: [] })).toEqual([]);
      expect(read({ measures: ["b"], segments: false })).toEqual(sorted(store.read("p", { ...everything, by: "day" }).filter(({ measure, segment }) => measure === "b" && segment === null)));
      expect(store.read("p", { ...everything, by: "day", segments: false, bins: false }).map(({ measure, rows, bins }) => [measure, rows, bins]).sort()).toEqual([["a", 4, []], ["b", 4, []]]);
    });

    test("put again replaces, also on days that the part is no longer on; drop forgets", () => {
      store.put("p", partOf("x"), [one, { ...one, window: 100 }], dayOf);
      store.put("p", partOf("y"), [one], dayOf);
      store.put("p", partOf("x", { labels: "l2" }), [{ ...one, sums: [1, 1, 1, 1, 1, 1] }], dayOf);
      const windows = store.read("p", everything);
      expect(windows).toHaveLength(1);
      expect(windows[0]).toMatchObject({ rows: 4, sums: [3, 1.3, 1e300, 0.5, 5, 6] });
      expect(store.read("p", { ...everything, by: "day" })).toEqual([{ ...windows[0], window: 1 }]);
      expect(store.parts("p").map(({ part, labels }) => [part, labels])).toEqual([["x", "l2"], ["y", "l1"]]);
      store.drop("p", ["y", "never"]);
      expect(store.read("p", { ...everything, by: "day" })).toEqual([{ ...one, window: 1, sums: [1, 1, 1, 1, 1, 1] }]);
      store.drop("p", ["x"]);
      expect([store.read("p", everything), store.read("p", { ...everything, by: "week" }), store.parts("p")]).toEqual([[], [], []]);
    });

    test("days and weeks are the windows added up, whatever came in which part and order, with labels as they were known on any day", () => {
      let run = 0;
      fc.assert(fc.property(fc.array(fc.array(statistic, { maxLength: 12 }), { maxLength: 4 }), fc.integer({ min: -3, max: 25 }), fc.boolean(), fc.integer({ min: 0, max: 10 }), (parts, day, limited, fromDay) => {
        run += 1;
        const plan = `plan ${run}`;
        parts.forEach((statistics, index) => store.put(plan, partOf(`part ${index}`), statistics, dayOf));
        // The first comes again, and last.
        parts.slice(0, 1).forEach((statistics) => store.put(plan, partOf("part 0"), statistics.toReversed(), dayOf));
        const arrivedBy = limited ? day : null;
        const all = asArrivedBy(mergeStatistics(parts.flat()), arrivedBy);
        expect(sorted(store.read(plan, { ...everything, arrivedBy }))).toEqual(sorted(all));
        expect(sorted(store.read(plan, { ...everything, by: "day", arrivedBy }))).toEqual(sorted(rollUp(all, dayOf)));
        expect(sorted(store.read(plan, { ...everything, by: "week", arrivedBy }))).toEqual(sorted(rollUp(all, (window) => weekOfDay(dayOf(window)))));
        const later = all.filter(({ window }) => dayOf(window) >= fromDay && dayOf(window) <= fromDay + 3);
        expect(sorted(store.read(plan, { by: "day", fromDay, toDay: fromDay + 3, arrivedBy }))).toEqual(sorted(rollUp(later, dayOf)));
        for (const by of ["day", "week", "window"] as const) {
          expect(sorted(store.read(plan, { ...everything, by, arrivedBy, bins: "whenAsked" }))).toEqual(sorted(store.read(plan, { ...everything, by, arrivedBy })));
          expect(sorted(store.read(plan, { ...everything, by, arrivedBy, bins: false }))).toEqual(sorted(store.read(plan, { ...everything, by, arrivedBy }).map((each) => ({ ...each, bins: [] }))));
        }
      }), { numRuns: 40 });
    });
  });
};
