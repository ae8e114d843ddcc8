import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chanceOfHits, logFactorial } from "./exact-association.ts";

describe("chanceOfHits", () => {
  it("is the tea taster's: 4 of 4 by chance once in 70, 3 or more 17 times", () => {
    expect(chanceOfHits(8, 4, 4, 4)).toBeCloseTo(1 / 70, 12);
    expect(chanceOfHits(8, 4, 4, 3)).toBeCloseTo(17 / 70, 12);
  });
  it("falls with more hits and stays a probability", () =>
    fc.assert(fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(300), fc.nat(300), (total, m, d) => {
      const [marked, drawn] = [m % (total + 1), d % (total + 1)];
      let before = 1;
      for (let hits = 0; hits <= Math.min(marked, drawn); hits += 1) {
        const chance = chanceOfHits(total, marked, drawn, hits);
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(before * (1 + 1e-9));
        before = chance;
      }
    }), { numRuns: 50 }));
  it("joins the sum and Stirling's series", () => expect(logFactorial(32) - logFactorial(31)).toBeCloseTo(Math.log(32), 11));
});
