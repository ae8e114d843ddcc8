import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Span, SpanStore } from "./span-store.ts";

/** A place that spans can be kept at, more than once and at the same time. */
export interface SpanStorePlace {
  open(): SpanStore;
  remove(): void;
}

/** A span of trace `t…` with what a test says of it. */
export const exampleSpan = (traceId: string, spanId: string, over: Partial<Span> = {}): Span => ({
  traceId, spanId, parentSpanId: null, name: "predict", service: "credit", environment: "production", startNs: "1767323045000000000", endNs: "1767323045012345678",
  status: "ok", message: null, attributes: {}, events: [], ...over,
});

/** What every store of spans must do. `newPlace` gives an empty place. */
export const testSpanStore = (name: string, newPlace: () => SpanStorePlace): void => {
  describe(`${name} as a store of spans`, () => {
    let place: SpanStorePlace;
    let store: SpanStore;
    beforeEach(() => {
      place = newPlace();
      store = place.open();
    });
    afterEach(() => {
      store.close();
      place.remove();
    });

    test("knows nothing at first, and keeps what it was given, as it was, also for the next one who opens it", () => {
      expect([store.trace("a".repeat(32)), store.tracesOf("p-1")]).toEqual([[], []]);
      const span = exampleSpan("a".repeat(32), "1".repeat(16), { parentSpanId: "0".repeat(15) + "1", message: "it 'broke'", status: "error", attributes: { "lockstep.id": "p-1", n: 1.5, ok: true, none: null }, events: [{ atNs: "9007199254740993", name: "e", attributes: { a: "b" } }] });
      expect(store.put([span], 1)).toBe(1);
      const other = place.open();
      expect(other.trace(span.traceId)).toEqual([span]);
      other.close();
    });

    test("the same span again takes the earlier one's place and is not new; those of a trace come by start, whatever their digits", () => {
      const trace = "b".repeat(32);
      const late = exampleSpan(trace, "2".repeat(16), { startNs: "10000000000000000000" });
      const early = exampleSpan(trace, "1".repeat(16), { startNs: "9999999999999999999" });
      expect(store.put([late, early, early], 1)).toBe(2);
      expect(store.put([{ ...late, name: "again" }], 2)).toBe(0);
      expect(store.trace(trace).map((each) => each.name)).toEqual(["predict", "again"]);
    });

    test("a prediction has the traces that name it, newest first, at most 20; numbers are ids too", () => {
      for (let at = 0; at < 25; at++) store.put([exampleSpan(at.toString(16).padStart(32, "0"), "1".repeat(16), { attributes: { "lockstep.id": 7 } }), exampleSpan(at.toString(16).padStart(32, "0"), "2".repeat(16))], at);
      const traces = store.tracesOf("7");
      expect([traces.length, traces[0], traces[19]]).toEqual([20, "18".padStart(32, "0"), "5".padStart(32, "0")]);
      expect(store.tracesOf("8")).toEqual([]);
    });

    test("pruning takes away what is older, then the oldest of what is too many", () => {
      for (let at = 0; at < 10; at++) store.put([exampleSpan(String(at).padStart(32, "0"), "1".repeat(16), { attributes: { "lockstep.id": "p" } })], at);
      expect(store.prune(2, 5)).toBe(5);
      expect(store.tracesOf("p").map(Number)).toEqual([9, 8, 7, 6, 5]);
    });
  });
};
