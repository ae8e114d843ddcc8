import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";
import { recordsQuery } from "./record-rows.ts";

test("records and entries find one another by their keys, so that forty thousand of a kind are read in one go", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-records-"));
  const database = openDatabase(join(folder, "lockstep.db"));
  try {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${recordsQuery}`).all("incident").map(({ detail }) => String(detail));
    expect(steps.filter((step) => step.startsWith("SEARCH"))).toHaveLength(4);
    expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([]);
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
});
