import { describe, expect, it } from "vitest";
import { randomSource } from "../../../test/planted-faults/random-source.ts";
import { bestSplit, scoreSplit, wordsOfSplit } from "./subset.ts";
import type { ConditionKind } from "./subset-conditions.ts";

const split = (inside: number, inHit: number, out: number, outHit: number) => ({ in: inside, inHit, out, outHit });
const condition = (kind: ConditionKind, s: ReturnType<typeof split>) => ({ kind, split: s });

describe("scoreSplit", () => {
  it("accepts a pure condition, fully explaining or not", () => {
    expect(scoreSplit(split(38, 38, 262, 0), 100)).toBe(1);
    expect(scoreSplit(split(38, 38, 262, 40), 100)).toBeGreaterThan(0.5);
  });
  it("accepts a condition that holds all disagreements, though a tree moves only some of its rows", () => expect(scoreSplit(split(60, 25, 500, 0), 100)).not.toBeNull());
  it.each([
    ["tilted odds", split(100, 60, 100, 40)],
    ["everything disagrees", split(100, 100, 100, 100)],
    ["most rows holding all of a few", split(280, 90, 20, 0)],
    ["two rows", split(2, 2, 298, 0)],
    ["a sliver of the disagreement", split(5, 5, 295, 90)],
    ["no rows on the other side", split(300, 200, 0, 0)],
  ])("refuses %s", (_, s) => expect(scoreSplit(s, 100)).toBeNull());
  it("holds the disagreement against the candidate's own", () => {
    expect(scoreSplit({ ...split(351, 347, 18, 2), inWavers: 330 }, 100)).toBeNull();
    expect(scoreSplit({ ...split(38, 38, 262, 40), inWavers: 4 }, 100)).not.toBeNull();
  });
  it("holds small kinds of rows against the number of conditions tried", () => {
    expect(scoreSplit(split(3, 3, 297, 0), 100)).not.toBeNull();
    expect(scoreSplit(split(3, 3, 40, 6), 100)).toBeNull();
  });
  it("blames nothing for random disagreement, in 200 families of 100 conditions", () => {
    const random = randomSource(3);
    let blamed = 0;
    for (let family = 0; family < 200; family += 1) {
      const hit = Array.from({ length: 120 }, () => random() < 0.2);
      for (let k = 0; k < 100; k += 1) {
        const share = random();
        const s = { in: 0, inHit: 0, out: 0, outHit: 0 };
        for (const h of hit) if (random() < share) { s.in += 1; s.inHit += h ? 1 : 0; } else { s.out += 1; s.outHit += h ? 1 : 0; }
        if (scoreSplit(s, 100) !== null) blamed += 1;
      }
    }
    expect(blamed).toBeLessThanOrEqual(1);
  });
});

describe("bestSplit", () => {
  it("prefers null over a range that explains as much", () =>
    expect(bestSplit([condition("range", split(38, 38, 262, 0)), condition("null", split(38, 38, 262, 0))], 50)?.kind).toBe("null"));
  it("is null when no condition passes", () => expect(bestSplit([condition("zero", split(50, 10, 250, 50))], 50)).toBeNull());
});

it("says which rows, with counts", () => {
  expect(wordsOfSplit("income is null", split(38, 38, 262, 0))).toBe("all 38 rows where income is null, and none of the other 262");
  expect(wordsOfSplit("income is null", split(38, 30, 1262, 2))).toBe("30 of the 38 rows where income is null, and 2 of the other 1,262");
});
