import { expect, test } from "vitest";
import { Run } from "../../core/domain/run.ts";
import { exampleRuns } from "./example-runs.ts";

test.each(Object.entries(exampleRuns))("the example %s is a valid run that survives JSON", (_, build) => {
  const run = build();
  expect(Run.parse(run)).toEqual(run);
  expect(Run.parse(JSON.parse(JSON.stringify(run)))).toEqual(run);
});
