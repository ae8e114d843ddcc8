import fc from "fast-check";
import { expect, test } from "vitest";
import { waterfall } from "./waterfall.ts";

const span = (spanId: string, parentSpanId: string | null, start: number, end: number) => ({ spanId, parentSpanId, name: spanId, startNs: String(1_767_323_045_000_000_000n + BigInt(start)), endNs: String(1_767_323_045_000_000_000n + BigInt(end)) });

test("parts stand under their whole, by start, to the nanosecond", () => {
  const rows = waterfall([span("b", "a", 3_000_001, 4_000_000), span("a", null, 0, 4_000_000), span("c", "a", 1_000_000, 3_000_000), span("d", "c", 1_500_000, 2_000_000), span("e", "gone", 2_000_000, 2_000_000)]);
  expect(rows.map(({ span: { name }, depth, startMs, ms, orphan }) => [name, depth, startMs, ms, orphan])).toEqual([["a", 0, 0, 4, false], ["c", 1, 1, 2, false], ["d", 2, 1.5, 0.5, false], ["b", 1, 3.000001, 0.999999, false], ["e", 0, 2, 0, true]]);
});

test("law: every span once, within the whole, whatever they say of one another", () => {
  const id = fc.integer({ min: 0, max: 8 });
  fc.assert(fc.property(fc.uniqueArray(fc.record({ id, parent: fc.option(id), start: fc.nat(1e9), length: fc.nat(1e9) }), { selector: (each) => each.id }), (made) => {
    const spans = made.map((each) => span(String(each.id), each.parent === null ? null : String(each.parent), each.start, each.start + each.length));
    const rows = waterfall(spans);
    expect(rows.map((row) => row.span.spanId).toSorted()).toEqual(spans.map(({ spanId }) => spanId).toSorted());
    for (const { from, width } of rows) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(from + width).toBeLessThanOrEqual(1 + 1e-9);
    }
  }));
});

test("a chain of thousands is no circle and not too deep", () => {
  const rows = waterfall(Array.from({ length: 5_000 }, (_, at) => span(`s${at}`, at === 0 ? null : `s${at - 1}`, at, 10_000)));
  expect(rows.at(-1)?.depth).toBe(4_999);
});
