import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { placeHold } from "./holds.ts";
import { pruneEvents } from "./prune-events.ts";

const now = Date.parse("2026-06-01T12:00:00Z");

test("events go by the day when they are older than agreed; what is held stays, and so does what is no day's file", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-events-"));
  const store = createSqliteRunStore(folder);
  try {
    const days = ["2026-03-01.models.jsonl", "2026-04-01.jsonl", "2026-05-01.jsonl", "2026-05-02.jsonl", "notes.txt"];
    for (const model of ["risk", "credit"]) {
      mkdirSync(join(folder, "events", model), { recursive: true });
      for (const name of days) writeFileSync(join(folder, "events", model, name), "{}\n");
    }
    placeHold(store, { model: "risk", from: "2026-03-01T13:00:00Z", to: "2026-04-01T00:00:00Z", reason: "case 7" }, { by: "Ada", now });
    expect(pruneEvents({ store, folder, keepMs: 30 * 864e5, now }, { dryRun: false }).toSorted()).toEqual(["events/credit/2026-03-01.models.jsonl", "events/credit/2026-04-01.jsonl", "events/credit/2026-05-01.jsonl", "events/risk/2026-04-01.jsonl", "events/risk/2026-05-01.jsonl"]);
    expect(readdirSync(join(folder, "events", "risk")).toSorted()).toEqual(["2026-03-01.models.jsonl", "2026-05-02.jsonl", "notes.txt"]);
    expect(pruneEvents({ store, folder: join(folder, "elsewhere"), keepMs: 0, now }, { dryRun: false })).toEqual([]);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
