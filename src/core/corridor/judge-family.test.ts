import { expect, test } from "vitest";
import { judgeFamily } from "./judge-family.ts";

const member = (id: string, eValue: number, verdict: "pass" | "fail" | "inconclusive" | "warn" = eValue >= 20 ? "fail" : "pass"): Parameters<typeof judgeFamily>[0][number] => ({ id, logEValue: Math.log(eValue), verdict });

test("alone, a failure stands; among twenty it needs twenty times the evidence", () => {
  expect([...judgeFamily([member("a", 21)], 0.05)]).toEqual([["a", "fail"]]);
  const many = (first: number): ReturnType<typeof judgeFamily> => judgeFamily([member("a", first), ...Array.from({ length: 19 }, (_, at) => member(`quiet ${at}`, 0.5))], 0.05);
  expect(many(399).get("a")).toBe("warn");
  expect(many(401).get("a")).toBe("fail");
});

test("failures hold one another up", () => {
  const verdicts = judgeFamily([member("a", 50), member("b", 45), member("c", 41), member("d", 0.2)], 0.05);
  expect([...verdicts.values()]).toEqual(["fail", "fail", "fail", "pass"]);
});

test("a verdict that is no failure stays what it is, whatever its evidence; nothing is judged of nobody", () => {
  expect([...judgeFamily([member("a", 1e9, "warn"), member("b", 1e9, "inconclusive"), member("c", 1, "pass")], 0.05).values()]).toEqual(["warn", "inconclusive", "pass"]);
  expect(judgeFamily([], 0.05).size).toBe(0);
});
