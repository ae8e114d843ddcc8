import { describe, expect, it } from "vitest";
import { LockstepError } from "../errors/lockstep-error.ts";
import { readAnswer } from "./read-answer.ts";
import { replicaOf } from "./replica-of.ts";

const answer = (status: number, body: string, headers: Record<string, string> = {}) => ({ status, headers, body: new TextEncoder().encode(body) });
const failure = (status: number, body: string, headers: Record<string, string> = {}): LockstepError => {
  try {
    readAnswer(answer(status, body, headers), "http://m/x");
  } catch (error) {
    if (error instanceof LockstepError) return error;
  }
  throw new Error("should have been refused");
};

describe("readAnswer", () => {
  it("reads what a strict parser would lose", () => {
    expect(readAnswer(answer(200, "[NaN, 9007199254740993, 1, 1.0]"), "x")).toEqual([Number.NaN, 9007199254740993n, 1n, 1]);
  });

  it.each<[number, string, string, RegExp]>([
    [401, "", "LS304", /answered 401$/],
    [403, '{"detail":"Not authenticated"}', "LS304", /Not authenticated/],
    [500, '{"error":"boom in\\n the model"}', "LS405", /answered 500: boom in the model$/],
    [500, "x".repeat(1000), "LS405", /^answered 500: x{200}…$/],
    [422, '{"detail":[{"loc":["body","age"],"msg":"Field required","input":{"secret":1}},{"loc":["body","rows",0],"msg":"Input should be an object"}]}', "LS405", /answered 422: body\.age: Field required; body\.rows\.0: Input should be an object$/],
    [502, "<html><head><title>502 Bad Gateway</title>", "LS405", /a web page titled "502 Bad Gateway"/],
    [500, "", "LS405", /without a word/],
    [200, "<!doctype html><html><title>Sign in</title>", "LS401", /looks like a web page titled "Sign in"/],
    [200, "", "LS401", /no content/],
    [200, "score: 3", "LS401", /it begins: score: 3/],
  ])("%i %j is %s", (status, body, code, message) => {
    const error = failure(status, body);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.place).toBe("http://m/x");
  });

  it("does not follow a redirect, and says where it leads", () => {
    expect(failure(307, "", { location: "https://login/" }).message).toBe("answered 307: a redirect to https://login/, which is not followed");
  });
});

it("takes the replica from the named header, or from the first usual one", () => {
  const from = answer(200, "", { "x-served-by": "b", "x-pod-name": "a", "my-pod": "c" });
  expect(replicaOf(from, null)).toBe("a");
  expect(replicaOf(from, "My-Pod")).toBe("c");
  expect(replicaOf(from, "absent")).toBeNull();
  expect(replicaOf(answer(200, ""), null)).toBeNull();
});
