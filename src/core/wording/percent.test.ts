import { expect, test } from "vitest";
import { percent } from "./percent.ts";

test.each([
  [0, "0 %"], [1, "100 %"], [0.1267, "12.7 %"], [0.999999, "99.9999 %"], [0.9999999, "99.9999 %"], [1e-7, "0.00001 %"], [-0.02, "-2 %"],
])("%d reads %s", (share, text) => expect(percent(share)).toBe(text));
