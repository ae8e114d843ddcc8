import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteCatalogue } from "../../../src/adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteDeliveryStore } from "../../../src/adapters/stores/sqlite/create-sqlite-delivery-store.ts";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import type { AlertWorld } from "../../../src/app/alerts/alert-world.ts";
import { deliverDue } from "../../../src/app/alerts/deliver-alerts.ts";
import { actOnIncident, type IncidentAct } from "../../../src/app/incident/act-on-incident.ts";
import { escalateOpen, recordLook } from "../../../src/app/incident/record-look.ts";
import { loadManifest } from "../../../src/app/manifest/load-manifest.ts";
import { createRedactor } from "../../../src/cli/redactor.ts";
import { defaultIncidentPolicy } from "../../../src/core/incident/incident-policy.ts";
import { exampleFinding } from "../../../src/core/incident/incident.fixture.ts";
import type { LookFinding } from "../../../src/core/incident/look.ts";
import type { Clock } from "../../../src/ports/clock.ts";

export const start = Date.parse("2026-10-01T06:00:00Z");

/** A store with a manifest whose `alerts:` are given, and a clock that is set. */
export interface AlertScene {
  readonly folder: string;
  readonly world: AlertWorld;
  readonly log: string[];
  /** So many ms later. */
  later(ms: number): void;
  now(): number;
  /** A look at this moment, as `lockstep validate` enters it. */
  look(...findings: Partial<LookFinding>[]): void;
  act(incident: string, act: IncidentAct): void;
  escalate(): void;
  /** What is due, sent once; `all`: with groups that are not complete. */
  deliver(all?: boolean): Promise<void>;
  close(): void;
}

export const openAlertScene = async (alerts: string, { env = {}, more = "" }: { readonly env?: Readonly<Record<string, string>>; readonly more?: string } = {}): Promise<AlertScene> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-alerts-"));
  let now = start;
  const clock: Clock = { now: () => now, monotonic: () => now, sleep: async () => {} };
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1\nmodels: {credit: {golden: {key: id}}, fraud: {golden: {key: id}}}\nserver: {url: "https://lockstep.example.com"}\n${more}alerts:\n${alerts}`);
  const loaded = await loadManifest(join(folder, "lockstep.yaml"), { cwd: folder, env, filesOf: [] });
  const directory = join(folder, ".lockstep");
  const store = createSqliteRunStore(directory, { now: clock.now });
  const [catalogue, deliveries] = [createSqliteCatalogue(directory), createSqliteDeliveryStore(directory)];
  const redactor = createRedactor();
  const log: string[] = [];
  const keep = (fields: Readonly<Record<string, unknown>>, message: string): void => { log.push(`${message} ${JSON.stringify(fields)}`); };
  const world: AlertWorld = {
    store, catalogue, deliveries, loaded, clock, url: () => "https://lockstep.example.com", holder: "test", log: { info: keep, warn: keep, error: keep },
    io: { env, cwd: folder, keepSecret: redactor.keepSecret, redact: redactor.redact },
  };
  const policy = { ...defaultIncidentPolicy, closeAfter: 1, escalate: [{ afterMs: 36e5, to: "on call" }] };
  return {
    folder, world, log,
    later: (ms) => { now += ms; },
    now: () => now,
    look: (...findings) => { recordLook(store, { run: `r-${now}`, at: new Date(now).toISOString(), findings: findings.map((each) => exampleFinding(each)) }, policy, "ana"); },
    act: (incident, act) => { actOnIncident(store, incident, act, { by: "Ben", now }); },
    escalate: () => { escalateOpen(store, now, policy, "ana"); },
    deliver: (all = false) => deliverDue(world, new AbortController().signal, { all }),
    close: () => {
      for (const each of [deliveries, catalogue, store]) each.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
