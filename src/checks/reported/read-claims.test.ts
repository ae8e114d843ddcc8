import { expect, test } from "vitest";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type KnownMetric, readMetricName } from "./known-metric.ts";
import { readClaims } from "./read-claims.ts";

const read = (text: string) => readClaims(text, "metrics.json");

test("a number, or a record with how it was computed; the digits are those written", () => {
  const [auc, f1, p99] = read('{"auc": 0.90, "f1": {"value": 9.10e-1, "average": "macro", "positive": true, "threshold": 0.4, "n": 300, "window": 200}, "p99": {"value": 17, "quantile": 0.99, "unit": "ms"}}');
  expect(auc).toMatchObject({ name: "auc", value: 0.9, text: "0.90", halfUnit: 0.005, n: null });
  expect(f1).toMatchObject({ value: 0.91, text: "9.10e-1", average: "macro", positive: "1", threshold: 0.4, n: 300, window: "last 200" });
  expect(f1?.halfUnit).toBeCloseTo(0.0005, 12);
  expect(p99).toMatchObject({ value: 17, halfUnit: 0.5, quantile: 0.99, unit: "ms" });
});

test("digits are kept where plain JSON would lose them, and names may hold dots", () => {
  expect(read('{"score.auc": 0.500, "n": {"value": 1.50}}').map(({ text }) => text)).toEqual(["0.500", "1.50"]);
});

test.each([
  ["[0.9]", "metrics.json", /object of metrics/], ['{"auc": "high"}', "metrics.json: auc", /high is not a finite number/], ['{"auc": NaN}', "metrics.json: auc", /not a finite number/], ['{"auc": {}}', "metrics.json: auc.value", /no value/],
  ['{"auc": {"value": 1, "treshold": 2}}', "metrics.json: auc.treshold", /no key treshold/], ['{"auc": {"value": 1, "n": 2.5}}', "metrics.json: auc.n", /whole number/], ['{"auc": {"value": 1, "quantile": 99}}', "metrics.json: auc.quantile", /below 1/],
  ['{"auc": {"value": 1, "average": 3}}', "metrics.json: auc.average", /not a text/], ['{"auc": 0.9', "metrics.json", /not JSON/], ["", "metrics.json", /not JSON/],
])("%s is refused with its place", (text, place, message) => {
  const error = (() => { try { read(text); return null; } catch (thrown) { return thrown; } })();
  expect(error).toBeInstanceOf(LockstepError);
  expect(error).toMatchObject({ code: "LS203", place, message: expect.stringMatching(message) });
});

const named = (name: string): KnownMetric | null => readMetricName({ name, average: null, quantile: null, unit: null })?.known ?? null;

test.each([
  ["rocAuc", { kind: "ranking", metric: "auc" }], ["auprc", { kind: "ranking", metric: "average precision" }], ["f1_weighted", { kind: "decision", metric: "f1", average: "weighted" }], ["macro-f1", { kind: "decision", metric: "f1", average: "macro" }],
  ["precision.macro", { kind: "decision", metric: "precision", average: "macro" }], ["sensitivity", { kind: "decision", metric: "recall" }], ["tpr", { metric: "recall" }], ["balanced_accuracy", { metric: "balanced accuracy" }], ["logloss", { metric: "log loss" }],
  ["R2", { metric: "r2" }], ["p99", { kind: "latency", q: 0.99, unit: null }], ["p99.9_ms", { q: 0.999, unit: "ms" }], ["p999", { q: 0.999 }], ["latency_p50_s", { q: 0.5, unit: "s" }], ["latency.p90", { q: 0.9 }], ["median_latency", { q: 0.5 }],
  ["latency_mean_ms", { metric: "mean", unit: "ms" }], ["request_duration_seconds_p95", { q: 0.95, unit: "s" }], ["error_rate", { kind: "error rate" }],
])("%s is known", (name, known) => expect(named(name)).toMatchObject(known));

test.each(["uptime", "gpu", "p", "p0", "mean", "auc_macro", "f2", "psi", "latency", "f1_delta", ""])("%s is not", (name) => expect(named(name)).toBeNull());

test("the output stands before the dot or in brackets", () => {
  const output = (name: string): string | null | undefined => readMetricName({ name, average: null, quantile: null, unit: null })?.output;
  expect([output("auc[p[1]]"), output("score.auc"), output("auc"), output("model.score.f1_macro")]).toEqual(["p[1]", "score", null, "model.score"]);
});
