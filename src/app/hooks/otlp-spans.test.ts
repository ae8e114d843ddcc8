import fc from "fast-check";
import { expect, test } from "vitest";
import { otlpSpans } from "./otlp-spans.ts";

const span = (over: object = {}): object => ({ traceId: "5B8EFFF798038103D269B633813FC60C", spanId: "eee19b7ec3c1b174", parentSpanId: "", name: "predict", kind: 2, startTimeUnixNano: "1544712660000000001", endTimeUnixNano: "1544712661000000000", ...over });
const request = (spans: readonly unknown[], attributes: readonly object[] = []): object => ({ resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: "lockstep" }, spans }], unknown: 1 }], later: {} });

test("a span as OTLP writes it: hex in any case, ns as text, an enum as a number, attributes of every kind", () => {
  const attributes = [
    { key: "lockstep.id", value: { stringValue: "p-1" } }, { key: "n", value: { intValue: "7" } }, { key: "big", value: { intValue: "9007199254740993" } }, { key: "x", value: { doubleValue: 1.5 } }, { key: "ok", value: { boolValue: false } },
    { key: "list", value: { arrayValue: { values: [{ intValue: "1" }] } } }, { key: "none", value: {} },
  ];
  const { spans, rejected } = otlpSpans(request([span({ attributes, status: { code: 2, message: "it broke" }, events: [{ timeUnixNano: 1544712660500000000, name: "e" }], unknownField: [] })],
    [{ key: "service.name", value: { stringValue: "credit" } }, { key: "deployment.environment.name", value: { stringValue: "production" } }]));
  expect(rejected).toBe(0);
  expect(spans).toEqual([{ traceId: "5b8efff798038103d269b633813fc60c", spanId: "eee19b7ec3c1b174", parentSpanId: null, name: "predict", service: "credit", environment: "production", startNs: "1544712660000000001", endNs: "1544712661000000000",
    status: "error", message: "it broke", attributes: { "lockstep.id": "p-1", n: 7, big: "9007199254740993", x: 1.5, ok: false, list: '{"arrayValue":{"values":[{"intValue":"1"}]}}', none: null }, events: [{ atNs: "1544712660500000000", name: "e", attributes: {} }] }]);
});

test("what cannot be kept is counted with its reason, and the rest is kept", () => {
  const { spans, rejected, why } = otlpSpans(request([span(), span({ traceId: "0".repeat(32) }), span({ spanId: "xyz" }), span({ startTimeUnixNano: -1 }), span({ parentSpanId: "12" }), 7]));
  expect([spans.length, rejected, why]).toEqual([1, 4, "a span has no traceId of 32 and spanId of 16 hex digits"]);
  expect(otlpSpans({})).toEqual({ spans: [], rejected: 0, why: null });
  expect(() => otlpSpans([])).toThrow("no ExportTraceServiceRequest");
});

test("law: nothing that is JSON makes it fail otherwise", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (any, field) => {
    const { spans } = otlpSpans(request([any, span({ attributes: [{ key: "k", value: any }], status: any, events: [any], name: field })], [any as object]));
    expect(spans).toHaveLength(1);
  }));
});
