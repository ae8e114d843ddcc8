import { expect, test } from "vitest";
import { latencyFinding } from "./latency-finding.ts";

const names = { reference: "staging", candidate: "production" };
const ratio = (low: number, high: number) => ({ q: 0.5, ratio: (low + high) / 2, interval: { low, high, level: 0.95, method: "" } });

test("clearly slower, and by enough to be felt: a warning, never a failure nobody agreed to", () => {
  expect(latencyFinding(ratio(1.8, 2.4), { n: 600, slowerByMs: 30 }, names, null)).toMatchObject({ verdict: "warn", mode: "warn" });
});
test("twice as slow by a millisecond is the luck of a core", () => {
  expect(latencyFinding(ratio(1.8, 2.4), { n: 600, slowerByMs: 1.2 }, names, null).verdict).toBe("pass");
});
test("an agreed limit decides, however small the difference", () => {
  expect(latencyFinding(ratio(1.8, 2.4), { n: 600, slowerByMs: 1.2 }, names, 1.5)).toMatchObject({ verdict: "fail", mode: "enforce" });
  expect(latencyFinding(ratio(0.9, 1.2), { n: 600, slowerByMs: 1.2 }, names, 1.5).verdict).toBe("pass");
  expect(latencyFinding(ratio(1.1, 1.9), { n: 600, slowerByMs: 1.2 }, names, 1.5).verdict).toBe("inconclusive");
});
test("a quantile that was refused is inconclusive and holds nobody up", () => {
  expect(latencyFinding({ q: 0.999, ratio: null, interval: null }, { n: 50, slowerByMs: null }, names, null)).toMatchObject({ verdict: "inconclusive", mode: "observe" });
});
