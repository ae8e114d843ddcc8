import { describe, expect, it } from "vitest";
import type { Band } from "./bands.ts";
import { decideConstant } from "./constant.ts";

const band = (median: number, inside: number, insideOutside = inside): Band => ({ median, n: 100, inside, insideOutside, rows: "" });
const eps = 2 ** -53;

describe("decideConstant", () => {
  it("names a shift that most pairs share, on the scale that gathers more of them", () => {
    expect(decideConstant(band(0.1, 40), band(0.5, 95), 1, eps, 100)).toMatchObject({ scale: "log-odds", shift: 0.5, share: 0.95 });
    expect(decideConstant(band(50, 100), null, 2000, eps, 100)).toMatchObject({ scale: "raw", shift: 50 });
  });
  it("is quiet when fewer than half share it", () => expect(decideConstant(band(0.1, 49), null, 1, eps, 100)).toBeNull());
  it("is quiet about no shift, and about rounding of large values", () => {
    expect(decideConstant(band(0, 100), null, 1, eps, 100)).toBeNull();
    expect(decideConstant(band(1e-8, 100), null, 1e6, eps, 100)).toBeNull();
  });
  it("is quiet when every shifted pair is within tolerance", () => expect(decideConstant(band(1e-5, 100, 0), null, 1, eps, 100)).toBeNull());
  it("is quiet about log-odds that move by less than any probability shows", () => expect(decideConstant(null, band(-0.0013, 100), 1, eps, 100)).toBeNull());
  it("is quiet about what one or two pairs share", () => expect(decideConstant(null, { ...band(0.5, 2), n: 2 }, 1, eps, 2)).toBeNull());
  it("is quiet when the pairs outside tolerance are mostly others", () => expect(decideConstant(band(1e-3, 90, 5), null, 1, eps, 15)).toBeNull());
  it("is quiet without pairs", () => expect(decideConstant(null, { ...band(1, 0), n: 0 }, 1, eps, 100)).toBeNull());
});
