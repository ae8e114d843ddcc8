import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSqliteCatalogue } from "../../adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { defaultIncidentPolicy } from "../../core/incident/incident-policy.ts";
import { lookOf } from "../../core/incident/incident.fixture.ts";
import { actOnIncident } from "./act-on-incident.ts";
import { incidentsOf } from "./incidents-of.ts";
import { loadIncidents } from "./load-incidents.ts";
import { recordLook } from "./record-look.ts";

test("whoever follows has what whoever reads all has, whichever process wrote it, and reads nothing where nothing came", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-incidents-of-"));
  const [store, other, catalogue] = [createSqliteRunStore(folder), createSqliteRunStore(folder), createSqliteCatalogue(folder)];
  try {
    expect(incidentsOf({ store, catalogue })).toEqual([]);
    const steps = [
      () => recordLook(other, lookOf(0, "fail"), defaultIncidentPolicy, "ana"),
      () => recordLook(store, lookOf(0, "fail", { subject: "fraud/recall" }), defaultIncidentPolicy, "ana"),
      () => actOnIncident(other, "1", { kind: "acknowledged", note: null }, { by: "Ben", now: Date.parse("2026-10-01T07:00:00Z") }),
      () => other.enter({ kind: "policy", subject: "x", payload: {} }, "ana"),
      () => { for (let day = 1; day < 4; day += 1) recordLook(other, lookOf(day, "pass"), defaultIncidentPolicy, "ana"); },
    ];
    for (const step of steps) {
      step();
      const all = incidentsOf({ store, catalogue });
      expect(all).toEqual(loadIncidents(store));
      expect(incidentsOf({ store, catalogue })).toBe(all);
    }
    expect(incidentsOf({ store, catalogue }).map(({ status }) => status)).toEqual(["closed", "open"]);
  } finally {
    for (const each of [store, other, catalogue]) each.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
