import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createSqliteCatalogue } from "../../adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { defaultIncidentPolicy } from "../../core/incident/incident-policy.ts";
import { lookOf } from "../../core/incident/incident.fixture.ts";
import { actOnIncident } from "./act-on-incident.ts";
import { incidentsInTurns, incidentsOf } from "./incidents-of.ts";
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

test("many events are read in turns; whoever asks in between has them all, and nothing is read twice; what was changed is refused either way", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-incidents-of-"));
  const [store, catalogue] = [createSqliteRunStore(folder), createSqliteCatalogue(folder)];
  const again: (typeof store)[] = [];
  const anew = (): typeof store => {
    const opened = createSqliteRunStore(folder);
    again.push(opened);
    return opened;
  };
  try {
    for (let day = 0; day < 7; day += 1) for (let model = 0; model < 40; model += 1) recordLook(store, lookOf(day, "fail", { subject: `m${model}/recall` }), defaultIncidentPolicy, "ana");
    const all = loadIncidents(store);
    const [alone, asked] = [anew(), anew()];
    let turns = 0;
    expect(await incidentsInTurns({ store: alone, catalogue }, async () => { turns += 1; })).toEqual(all);
    expect(turns).toBeGreaterThan(0);
    let between: unknown = null;
    const read = await incidentsInTurns({ store: asked, catalogue }, async () => { between ??= incidentsOf({ store: asked, catalogue }); });
    expect(between).toEqual(all);
    expect(read).toBe(between);
    const raw = new DatabaseSync(join(folder, "lockstep.db"));
    raw.exec("INSERT INTO records (kind, subject, document) VALUES ('incident', 'INC-2026-0001/999', '{}')");
    raw.close();
    const last = anew();
    await expect(incidentsInTurns({ store: last, catalogue }, async () => {})).rejects.toMatchObject({ code: "LS503" });
    expect(() => loadIncidents(last)).toThrow(expect.objectContaining({ code: "LS503" }));
  } finally {
    for (const each of [...again, store, catalogue]) each.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
