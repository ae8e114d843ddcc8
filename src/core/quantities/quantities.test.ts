import fc from "fast-check";
import { expect, test } from "vitest";
import { readBytes } from "./read-bytes.ts";
import { readDuration } from "./read-duration.ts";
import { readShare } from "./read-share.ts";

test.each([["250ms", 250], ["1.5s", 1500], ["2 m", 120_000], ["12h", 43_200_000], ["30d", 2_592_000_000], ["0ms", 0]])("%s is %d ms", (text, ms) => expect(readDuration(text)).toBe(ms));

test.each(["", "5", "200 msec", "1.2.3s", "-1s", "ms", "1M", "1e3s", "Infinitys"])("%j is no duration", (text) => expect(readDuration(text)).toBeUndefined());

test("a share in percent is the same as in parts of one", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 9999 }), (parts) => {
    expect(readShare(`${(parts / 100).toFixed(2)}%`)).toBeCloseTo(parts / 10_000, 12);
  }));
  for (const text of ["5", "100%", "-1%", "five", "%"]) expect(readShare(text)).toBeUndefined();
});

test("sizes are powers of ten or of two by their unit", () => {
  expect(["512MB", "2GiB", "1 kB", "7B"].map(readBytes)).toEqual([512e6, 2 ** 31, 1000, 7]);
  for (const text of ["0GB", "1.5.5MB", "2 TB", "GB"]) expect(readBytes(text)).toBeUndefined();
});
