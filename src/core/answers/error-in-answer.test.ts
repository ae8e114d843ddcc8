import { expect, test } from "vitest";
import { errorInAnswer } from "./error-in-answer.ts";

test.each([
  [{ error: "model not loaded" }, "model not loaded"],
  [{ error: { code: 3n, message: "no" }, status: 500n }, '{"code":3,"message":"no"}'],
  [{ success: false, error: "no" }, "no"],
])("%o is an error", (value, message) => {
  expect(errorInAnswer(value as Parameters<typeof errorInAnswer>[0])).toBe(message);
});

test.each([[{ error: 0.25 }], [{ error: null }], [{ error: "" }], [{ error: "low", score: 0.5 }], [{ score: 0.5 }], [[{ error: "x" }]], ["error"], [null]])("%o holds outputs, or is no error", (value) => {
  expect(errorInAnswer(value as Parameters<typeof errorInAnswer>[0])).toBeNull();
});
