import fc from "fast-check";
import { expect, test } from "vitest";
import { shortNumbers, shortNumbersTogether } from "./short-numbers.ts";

test.each([
  ["value 1 is 2.3333333333333335 on staging and 2.287581699346405 on testing (row 35)", "value 1 is 2.333 on staging and 2.288 on testing (row 35)"],
  ["0.12345678901 against 0.12345678902", "0.12345678901 against 0.12345678902"],
  ["off by 1.6328964846934468e-7", "off by 1.633e-7"], ["123456.78901234", "123457"],
  ["version 1.2345678.9, digest a1.12345678b, at 11:24:03.1234567Z, 0.0644, 99.9999 %", "version 1.2345678.9, digest a1.12345678b, at 11:24:03.1234567Z, 0.0644, 99.9999 %"],
])("%s is told as %s", (text, short) => expect(shortNumbers(text)).toBe(short));

test("numbers that are not the same never read the same", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 4 }), (numbers) => {
    const short = shortNumbersTogether(numbers.map((number) => number.toFixed(12)));
    expect(new Set(short).size).toBe(new Set(numbers.map((number) => number.toFixed(12))).size);
  }));
});
