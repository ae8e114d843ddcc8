import { afterAll, beforeAll, expect, it } from "vitest";
import type { Engine } from "../../ports/engine.ts";
import { applicants } from "../../../test/planted-faults/applicants.ts";
import { smallEngine } from "../../../test/planted-faults/engine.ts";
import { logistic, logisticModel, margin, prepared } from "../../../test/planted-faults/models.ts";
import { plant, scoresOf } from "../../../test/planted-faults/plant.ts";
import { findPatterns } from "./find-patterns.ts";
import { DIAGNOSED_PAIRS } from "./pairs-table.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});
afterAll(() => engine.close());

const rows = applicants(3 * DIAGNOSED_PAIRS, 2);
const reference = rows.map(logisticModel);

it("a kind of row is found in a sample as in the whole", async () => {
  const candidate = rows.map((row) => logistic(margin(prepared(row, 0), row.region)));
  const [first] = await findPatterns(engine, await plant(engine, { rows, reference: scoresOf(reference), candidate: scoresOf(candidate) }));
  expect(first?.evidence["condition"]).toBe("income is null");
  const inside = Number(first?.evidence["rowsInside"]);
  expect(inside).toBe(Number(first?.evidence["outsideInside"]));
  expect(inside).toBeLessThan(rows.filter((row) => row.income === null).length);
});

it("a lag is found though the sample lacks each row's neighbours", async () => {
  const late = reference.map((_, i) => reference[Math.max(0, i - 2)] ?? 0);
  const [first] = await findPatterns(engine, await plant(engine, { rows, reference: scoresOf(reference), candidate: scoresOf(late) }));
  expect(first?.code).toBe("LAG");
  expect(first?.evidence["lag"]).toBe(2);
});
