import { expect, test } from "vitest";
import golden from "../../../spec/stats/growthbook.json" with { type: "json" };
import { normalMixtureBound, normalMixtureLogE, tunedRho } from "./normal-mixture.ts";

const close = (found: number, expected: number): void => expect(Math.abs(found / expected - 1), `${found} against ${expected}`).toBeLessThan(1e-9);

test.each(golden.cases)("GrowthBook's sequential interval and p-value over $rows rows are the normal mixture's", ({ rows, tuned, alpha, variance, difference, rho: theirs, low, high, p }) => {
  // Its rho is the root of the inverse; its time is the rows.
  const rho = tunedRho(tuned, alpha);
  close(1 / Math.sqrt(rho), theirs);
  const half = (normalMixtureBound(rows, alpha, rho) * Math.sqrt(variance)) / rows;
  close(difference - half, low);
  close(difference + half, high);
  close(Math.min(1, Math.exp(-normalMixtureLogE((difference * rows) / Math.sqrt(variance), rows, rho))), p);
});
