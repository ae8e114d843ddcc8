import { expect, it } from "vitest";
import type { FieldEvidence, SeenField } from "./gather-evidence.ts";
import { guessRoles } from "./guess-roles.ts";

const field = (name: string, type: string, over: Partial<FieldEvidence> = {}): SeenField => ({
  field: { name, expression: `"${name}"`, type }, evidence: { rows: 10_000, filled: 10_000, distinct: 500, low: null, high: null, whole: false, times: 0, ...over },
});
const integers = (low: number, high: number, distinct = high - low + 1): Partial<FieldEvidence> => ({ low, high, distinct, whole: true });
const fraction: Partial<FieldEvidence> = { low: 0, high: 1, distinct: 9000 };
const guessed = (...fields: SeenField[]): string[] => {
  const { standard, columns } = guessRoles(fields, []);
  return columns.map(({ name, role, kind }) => standard.find((each) => each.name === name)?.standard ?? `${role} ${kind}`);
};

it("tells scores from features that only sound like them", () => {
  expect(guessed(field("credit_score", "BIGINT", integers(300, 850)))).toEqual(["feature numeric"]);
  for (const name of ["score", "fraud_score", "prob_default", "p_prob", "y_pred_proba", "prediction", "probability[1]", "output.score", "y_hat"]) expect([name, ...guessed(field(name, "DOUBLE", fraction))]).toEqual([name, "score numeric"]);
  expect(guessed(field("predicted_price", "DOUBLE", { low: 10, high: 1e6, distinct: 9000 }))).toEqual(["score numeric"]);
  expect(guessed(field("probation_months", "DOUBLE", { low: 0, high: 1, distinct: 20 }))).toEqual(["feature numeric"]);
});

it("tells decisions and labels", () => {
  expect(guessed(field("predicted_class", "VARCHAR", { distinct: 3 }), field("ground_truth", "BIGINT", integers(0, 2)))).toEqual(["decision category", "label category"]);
  expect(guessed(field("pred_label", "BIGINT", integers(0, 1)))).toEqual(["decision category"]);
  expect(guessed(field("y_true", "BIGINT", integers(0, 1)), field("score", "DOUBLE", fraction))).toEqual(["label category", "score numeric"]);
  expect(guessed(field("target", "DOUBLE", { low: -5, high: 99, distinct: 9000 }))).toEqual(["label numeric"]);
});

it("leaves identifiers and times out of the features, but not codes of few values", () => {
  expect(guessed(field("request_id", "VARCHAR", { distinct: 10_000 }), field("customer_id", "BIGINT", integers(1, 9000)), field("store_id", "BIGINT", integers(1, 20)), field("Unnamed: 0", "BIGINT", integers(0, 9999)))).toEqual(["id", "ignored numeric", "feature category", "ignored numeric"]);
  expect(guessed(field("timestamp", "TIMESTAMP"), field("signup_date", "DATE"), field("opened", "VARCHAR", { times: 10_000 }))).toEqual(["ts", "ignored time", "ignored time"]);
});

it("fills standard columns by names that fit their values only", () => {
  expect(guessed(field("status", "VARCHAR", { distinct: 2 }), field("weight", "DOUBLE", { low: 40, high: 120 }), field("response_time", "DOUBLE", { low: 1, high: 900 }))).toEqual(["feature category", "feature numeric", "latency_ms"]);
  expect(guessed(field("status_code", "BIGINT", integers(200, 503, 3)), field("time", "BIGINT", integers(1_791_000_000, 1_792_000_000, 9000)))).toEqual(["status", "ts"]);
  expect(guessed(field("time", "BIGINT", integers(0, 300)))).toEqual(["feature numeric"]);
  expect(guessRoles([field("latency_s", "DOUBLE", { low: 0, high: 3 })], []).standard).toMatchObject([{ standard: "latency_ms", expression: '"latency_s" * 1000' }]);
});

it("keeps few whole numbers numeric unless they say yes and no; texts of their own are no categories", () => {
  expect(guessed(field("rooms", "BIGINT", integers(1, 5)), field("vip", "BIGINT", integers(0, 1)), field("comment", "VARCHAR", { distinct: 9800 }), field("city", "VARCHAR", { distinct: 60 }), field("street", "VARCHAR", { distinct: 900 }), field("embedding", "DOUBLE[]"))).toEqual([
    "feature numeric", "feature category", "feature text", "feature category", "feature text", "feature text",
  ]);
});
