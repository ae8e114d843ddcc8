import { describe, expect, it } from "vitest";
import { decideArm } from "./arm-excess.ts";
import { clearExcess } from "./excess-rate.ts";

const rate = (outside: number, pairs: number) => ({ outside, pairs });

describe("clearExcess", () => {
  it("sees ten of 64 rows against none", () => expect(clearExcess(rate(10, 64), rate(0, 64))).toBeCloseTo(10 / 64));
  it.each([
    ["nothing moved", rate(0, 100), rate(0, 100)],
    ["two stray rows", rate(2, 64), rate(0, 64)],
    ["both alike", rate(30, 100), rate(28, 100)],
    ["one percent of many rows", rate(1000, 100_000), rate(0, 100_000)],
    ["never asked", rate(0, 0), rate(0, 0)],
    ["everything moved on both", rate(50, 50), rate(50, 50)],
    ["less than the reference", rate(0, 100), rate(60, 100)],
  ])("is quiet: %s", (_, candidate, reference) => expect(clearExcess(candidate, reference)).toBeNull());
});

describe("decideArm", () => {
  it("names a dependence that repeats do not show", () => expect(decideArm(rate(100, 100), rate(0, 100), rate(0, 600))?.excess).toBe(1));
  it("is quiet when plain repeats move as much", () => expect(decideArm(rate(90, 100), rate(0, 100), rate(540, 600))).toBeNull());
  it("is quiet when the reference depends as much", () => expect(decideArm(rate(90, 100), rate(88, 100), rate(0, 600))).toBeNull());
});
