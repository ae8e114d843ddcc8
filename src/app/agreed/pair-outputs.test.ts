import { expect, test } from "vitest";
import { outputsFor } from "./pair-outputs.ts";

const pair = { model: "risk", reference: "staging", candidate: "production" };

test.each([
  ["report.html", "report.risk.staging-production.html"],
  ["out/junit.xml", "out/junit.risk.staging-production.xml"],
  ["a.b/lockstep.sarif.json", "a.b/lockstep.risk.staging-production.sarif.json"],
  ["metrics.txt", "risk.staging-production.metrics.txt"],
])("%s of several pairs is %s", (output, expected) => expect(outputsFor([output], pair, 2)).toEqual([expected]));

test("one pair keeps the names that were given", () => expect(outputsFor(["report.html", "-"], pair, 1)).toEqual(["report.html", "-"]));

test("a baseline's version is no colon in a file's name", () => expect(outputsFor(["report.html"], { ...pair, reference: "baseline:v3" }, 2)).toEqual(["report.risk.baseline-v3-production.html"]));
