import { describe, expect, it } from "vitest";
import { decideExchange, type ExchangeFit } from "./exchanged-columns.ts";

const fit = (one: string, other: string, left: number, rows = 300): ExchangeFit => ({ pair: [one, other], rows, left });

describe("decideExchange", () => {
  it("names the pair that leaves nothing", () => expect(decideExchange([fit("age", "visits", 0.4), fit("pressure", "glucose", 1e-13), fit("age", "glucose", 0.7)], 0.5)?.pair).toEqual(["pressure", "glucose"]));
  it.each<readonly [string, readonly ExchangeFit[], number]>([
    ["a pair that leaves too much", [fit("age", "visits", 0.02)], 0.9],
    ["a single column that leaves as little, as in another unit", [fit("age", "visits", 1e-4)], 1e-13],
    ["two pairs that leave as little", [fit("age", "visits", 1e-14), fit("age", "copies of visits", 1e-12)], 0.9],
    ["few rows", [fit("age", "visits", 0, 20)], 0.9],
    ["no pairs", [], 0.9],
  ])("is quiet: %s", (_, fits, single) => expect(decideExchange(fits, single)).toBeNull());
});
