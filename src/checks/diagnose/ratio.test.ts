import { describe, expect, it } from "vitest";
import type { Band } from "./bands.ts";
import { decideRatio, nameOfRatio } from "./ratio.ts";

const band = (median: number, inside: number, insideOutside = inside): Band => ({ median, n: 100, inside, insideOutside, rows: "" });

describe("decideRatio", () => {
  it("names a ratio that most pairs share", () => expect(decideRatio(band(1000, 97), 2 ** -53)).toEqual({ ratio: 1000, share: 0.97 }));
  it("is quiet about 1, about 0 and about a minority", () => {
    expect(decideRatio(band(1 + 1e-15, 100), 2 ** -53)).toBeNull();
    expect(decideRatio(band(0, 100), 2 ** -53)).toBeNull();
    expect(decideRatio(band(3, 49), 2 ** -53)).toBeNull();
    expect(decideRatio(band(1.01, 100, 0), 2 ** -53)).toBeNull();
  });
});

describe("nameOfRatio", () => {
  it.each([[1000, /thousand/], [0.001, /thousand/], [1e6, /million/], [255, /255/], [1 / 255, /255/], [60, /minutes/], [-1, /opposite sign/], [-1000, /opposite sign/], [30 / 29, /n-1/], [Math.sqrt(29 / 30), /n-1/]])("%d", (ratio, name) =>
    expect(nameOfRatio(ratio, 30)).toMatch(name));
  it.each([1.37, 0.93, 990, 17, 1.0001])("leaves %d without a name", (ratio) => expect(nameOfRatio(ratio, 30)).toBeNull());
});
