import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { exampleFingerprint } from "../../checks/environment/example-fingerprint.fixture.ts";
import type { Run } from "../../core/domain/run.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { changesAround } from "./changes-around.ts";

let folder: string;
let store: RunStore;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "why-")); store = createSqliteRunStore(folder); });
afterEach(() => { store.close(); rmSync(folder, { recursive: true, force: true }); });

const look = (id: string, day: string, over: { version?: string; manifest?: string; numpy?: string } = {}): void => {
  const base = minimalRun(id);
  const run: Run = {
    ...base, startedAt: `${day}T06:00:00.000Z`, finishedAt: `${day}T06:00:01.000Z`,
    environments: { reference: { ...base.environments.reference, model: "credit" }, candidate: { ...base.environments.candidate, name: "production", model: "credit", version: over.version ?? "7" } },
    options: { manifest: [`lockstep.yaml ${(over.manifest ?? "a").repeat(64)}`] },
    fingerprints: over.numpy === undefined ? [] : [{ environment: "production", replica: null, fingerprint: exampleFingerprint({ "package.version:numpy": over.numpy }) }],
  };
  store.save(run, "tester");
};
const around = (onset: string) => changesAround(store, { model: "credit", environment: "production", onset, daysBefore: 14, daysAfter: 3 });

describe("what else changed at that time", () => {
  it("is what a later run found otherwise, nearest first, with its distance in days", () => {
    look("r1", "2026-09-01", { numpy: "1.26.4" });
    look("r2", "2026-10-05", { version: "8", numpy: "1.26.4" });
    look("r3", "2026-10-10", { version: "8", numpy: "2.0.0" });
    look("r4", "2026-10-11", { version: "8", manifest: "b", numpy: "2.0.0" });
    look("r5", "2026-11-20", { version: "9", numpy: "2.0.0" });
    const changes = around("2026-10-10T00:00:00Z");
    expect(changes.map(({ kind }) => kind)).toEqual(["fingerprint", "manifest", "model"]);
    expect(changes[0]?.what).toContain("numpy");
    expect(changes[2]).toEqual({ at: "2026-10-05T06:00:00.000Z", kind: "model", what: "the model's version in production is 8, was 7", daysFromOnset: -4.7 });
  });
  it("is what the ledger knows of amendments, the calendar and read fingerprints", () => {
    const payload = (version: number, registeredAt: string) => ({
      hypothesis: "credit/precision", version, digest: "d", registeredAt, author: "ada", reason: "wider", changed: version === 1 ? [] : [{ field: "margin.below", before: "0.02", after: "0.05" }], dataUntil: null, afterTheFact: false, expectedDigest: null,
      content: { id: "credit/precision", model: "credit", name: "precision", claim: "c", metric: { name: "precision" }, population: null, segments: [], expected: { kind: "number", value: 0.9, standardError: 0.01, rows: null, source: "s" }, margin: { below: 0.05, above: null, relative: false }, marginOrigin: "agreed", window: "day", timeZone: "UTC", aggregation: "pooled", minimum: { coverage: 0.9, rows: 30 }, labelMaturitySeconds: 0, reweightBy: null, owner: null, severity: "medium", impact: null, consequence: "investigate", review: null, mode: "enforce", since: null },
    });
    for (const version of [1, 2]) store.enter({ kind: "hypothesis", subject: `credit/precision/v${version}`, payload: payload(version, `2026-10-0${version}T00:00:00.000Z`) }, "ada");
    store.enter({ kind: "calendar", subject: "sale/v1", payload: { entry: "sale", content: { name: "sale", kind: "campaign", from: "2026-10-09", to: "2026-10-12", models: null, treatment: "note", reason: null } } }, "ada");
    store.enter({ kind: "calendar", subject: "other/v1", payload: { entry: "other", content: { name: "other", kind: "campaign", from: "2026-10-09", to: "2026-10-12", models: ["fraud"], treatment: "note", reason: null } } }, "ada");
    store.enter({ kind: "fingerprint", subject: "production@2", payload: { subject: "production@2", environment: "production", at: "2026-10-08T00:00:00.000Z", before: "production@1", identity: { model: null, preprocessing: null, image: null, lock: null, precision: null, cpu: null }, moved: "image moved", text: "t" } }, "ada");
    expect(around("2026-10-10").map(({ kind, what }) => `${kind}: ${what}`)).toEqual([
      "calendar: sale (campaign) from 2026-10-09 to 2026-10-12", "fingerprint: production is not what it was: image moved", "amendment: hypothesis precision was amended to version 2: margin.below",
    ]);
  });
  it("is nothing where nothing is known", () => {
    expect(around("2026-10-10")).toEqual([]);
    expect(around("someday")).toEqual([]);
  });
});
