import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { columnProfileOf } from "../../../src/core/profile/column-profile.fixture.ts";
import { streamOf } from "../../../src/core/random/stream-of.ts";
import { binLaw, drawNumeric } from "../../../bench/honesty/draw/binned-law.ts";
import { moved, poissonLaw } from "../../../bench/honesty/draw/law.ts";

const main = fileURLToPath(new URL("../../../bench/honesty/main.ts", import.meta.url));

it("keeps every promised rate inside its band", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "--small"], { encoding: "utf8" });
  expect(stdout.split("\n").filter((line) => line.includes("NOT inside") && !line.includes("(known:")), stderr).toEqual([]);
  expect(stdout).toMatch(/\d\d scenarios in \d+ s; every rate is inside its band/);
  expect(status).toBe(0);
});

it("draws the counts that rows would have left", () => {
  // Values that repeat: counts of bins give the rows back, so both ways must agree in every field.
  const gamma = 1.01 / 0.99;
  const drawn = drawNumeric(binLaw(moved(poissonLaw(3), { shift: -2 }), gamma), 5000, streamOf(5, "rows"));
  const rows = [...drawn.negative.flatMap(({ bin, count }) => Array.from({ length: count }, () => -Math.round(gamma ** (bin - 0.5)))), ...Array.from({ length: drawn.zero }, () => 0), ...drawn.positive.flatMap(({ bin, count }) => Array.from({ length: count }, () => Math.round(gamma ** (bin - 0.5))))];
  const counted = columnProfileOf({ name: "x", role: "feature", kind: "numeric", binning: "pivot", pivot: 0, categories: null }, rows, gamma);
  const { min: _low, max: _high, ...rest } = drawn;
  expect(counted).toMatchObject({ ...rest, sum: expect.closeTo(rest.sum, 6) as number, sumSquares: expect.closeTo(rest.sumSquares, 6) as number });
});
