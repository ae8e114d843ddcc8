import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "../../../src/core/domain/run.ts";
import type { Scene } from "../agreed/scene.ts";
import { loanLog, loanScene, roles } from "./logs.ts";

let scene: Scene;
beforeAll(() => { scene = loanScene(); });
afterAll(() => scene.close());

const population = async (candidate: string): Promise<NonNullable<Run["population"]>> => {
  const { stdout, stderr } = await scene.lockstep("compare", "a.csv", candidate, ...roles, "--segment", "region", "--cohort", "region", "--json");
  const found = stdout === "" ? null : (JSON.parse(stdout) as Run).population;
  if (found === null) throw new Error(stderr);
  return found;
};

/** Every number with the path to it. Where the candidate was read, in how many files, is what differs on purpose. */
const numbersIn = (value: unknown, path = ""): (readonly [string, number])[] => {
  if (typeof value === "number") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, each]) => numbersIn(each, `${path}/${key}`));
};

test("the same rows in another order and in many files give the same integers, and floats within 1e-12", async () => {
  const [header = "", ...rows] = loanLog({ seed: 11, ids: "s", score: 0.05 }).trimEnd().split("\n");
  scene.put("whole.csv", [header, ...rows, ""].join("\n"));
  // A step that is prime to the number of rows visits each once.
  const shuffled = rows.map((_, index) => rows[(index * 1201) % rows.length] ?? "");
  const columns = header.split(",").map((_, index) => index).toReversed();
  const turned = (line: string): string => columns.map((index) => line.split(",")[index] ?? "").join(",");
  const cuts = [0, 7, 700, 701, 1500, 2200, rows.length];
  cuts.slice(1).forEach((to, index) => scene.put(`parts/${index}.csv`, [header, ...shuffled.slice(cuts[index], to), ""].join("\n")));
  scene.put("turned.csv", [turned(header), ...shuffled.map(turned), ""].join("\n"));
  const [whole, parts, other] = await Promise.all(["whole.csv", "parts", "turned.csv"].map(population));
  if (whole === undefined || parts === undefined || other === undefined) throw new Error("three comparisons were asked for");
  const compared = ({ shifts, metrics, reliability, fairness, correlations, family }: typeof whole) => ({ shifts, metrics, reliability, fairness, correlations, family });
  const expected = numbersIn(compared(whole));
  expect(expected.length).toBeGreaterThan(500);
  for (const again of [parts, other]) {
    const found = new Map(numbersIn(compared(again)));
    expect(found.size).toBe(expected.length);
    for (const [path, value] of expected) {
      const seen = found.get(path) ?? Number.NaN;
      if (Number.isInteger(value) && Number.isInteger(seen)) expect(seen, path).toBe(value);
      else expect(Math.abs(seen - value), `${path}: ${seen} instead of ${value}`).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
    }
  }
});
