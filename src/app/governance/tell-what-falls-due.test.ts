import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSqliteCatalogue } from "../../adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import type { IncidentEvent } from "../../core/domain/incident.ts";
import { escalations } from "../../core/incident/escalations.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { appendEvents } from "../incident/append-events.ts";
import { loadIncidents } from "../incident/load-incidents.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { doneReview } from "./reviews.ts";
import { tellWhatFallsDue } from "./tell-what-falls-due.ts";

const day = 864e5;
const start = Date.parse("2026-11-01T00:00:00Z");
const after = (days: number): string => new Date(start + days * day).toISOString();
let now = start;
let folder: string;
let store: RunStore;
let catalogue: Catalogue;

const policy = { reviews: { dependencies: { what: "what the images hold", every: "30d", people: ["Ada", "Ben"], from: "2026-11-01" } } };
const loaded = { manifest: { version: 1, policy } } as unknown as LoadedManifest;
const tell = () => tellWhatFallsDue({ store, catalogue, loaded, clock: { now: () => now } }, "lockstep serve");
const standing = (): readonly (readonly [string, string | undefined])[] => loadIncidents(store).filter(({ status }) => status !== "closed").map(({ subject, owner }) => [subject, owner?.name]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-due-"));
  store = createSqliteRunStore(folder);
  catalogue = createSqliteCatalogue(folder);
  now = start;
});
afterEach(() => {
  catalogue.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

it("tells the owner once of a waiver that ends within three days, quietly, and is done when it is over", () => {
  const waiver = { id: "WVR-2026-0001", model: "risk", environment: "production", finding: "parity.*", reason: "x", owner: "Ada", requestedBy: "Ada", approvedBy: ["Ben"], from: after(0), expiresAt: after(10) };
  store.enter({ kind: "waiver", subject: waiver.id, payload: waiver as unknown as CanonicalValue }, "Ben");
  now = start + 6.9 * day;
  expect(tell()).toEqual([]);
  now = start + 7 * day;
  expect(tell()).toMatchObject([{ subject: "waiver ends risk/WVR-2026-0001", kind: "review", severity: "info", owner: { name: "Ada" }, status: "open" }]);
  const [told] = loadIncidents(store);
  expect(told?.events).toMatchObject([{ kind: "opened", sentence: "WVR-2026-0001 accepts parity.* of risk in production until 2026-11-11 00:00Z; then it fails again" }]);
  // Nobody is woken by it, however long it lies.
  expect(told === undefined ? null : escalations(told, after(400), { closeAfter: 3, reopenWithinMs: 7 * day, escalate: [{ afterMs: 1, to: "Dana" }] })).toEqual([]);
  expect(tell()).toEqual([]);
  now = start + 10 * day;
  expect(tell()).toMatchObject([{ status: "closed" }]);
  expect(tell()).toEqual([]);
});

it("tells nobody of an end in the minute in which it was agreed", () => {
  const waiver = { id: "WVR-2026-0001", model: "risk", environment: null, finding: "parity.*", reason: "x", owner: "Ada", requestedBy: "Ada", approvedBy: ["Ben"], from: after(0), expiresAt: after(1) };
  store.enter({ kind: "waiver", subject: waiver.id, payload: waiver as unknown as CanonicalValue }, "Ben");
  expect(tell()).toEqual([]);
  now = start + 0.5 * day;
  expect(tell()).toHaveLength(1);
});

it("tells of a review within seven days, not of one that is overdue, and again of the next", () => {
  now = start + 22.9 * day;
  expect(tell()).toEqual([]);
  now = start + 23 * day;
  expect(tell()).toMatchObject([{ subject: "policy review due dependencies 2026-12-01", owner: { name: "Ada" } }]);
  doneReview(store, policy as never, "dependencies", { by: "Ada", note: "fine", now });
  expect(tell()).toMatchObject([{ status: "closed" }]);
  now += 24 * day;
  expect(tell()).toMatchObject([{ subject: "policy review due dependencies 2026-12-24", owner: { name: "Ben" } }]);
  now += 7 * day;
  tell();
  expect(standing()).toEqual([]);
});

it("tells whoever has an action item that is due, until it is done", () => {
  const opened = { kind: "opened", at: after(0), run: "r", finding: "risk/precision", title: "fell", since: null, severity: "high", owner: null, consequence: "pause", incident: "departure", verdict: "fail", estimate: null, interval: null, sentence: "" } as const;
  const act = (...events: readonly IncidentEvent[]): void => void appendEvents(store, (all) => [{ incident: all[0]?.id ?? null, events }], "Ada");
  act(opened, { kind: "action", at: after(1), by: "Ada", item: { id: "A1", title: "ask the bureau", owner: "Ben", due: "2026-11-10" } });
  now = start + 6.9 * day;
  expect(tell()).toEqual([]);
  now = start + 7 * day;
  expect(tell()).toMatchObject([{ subject: "action due risk/INC-2026-0001:A1", owner: { name: "Ben" } }]);
  act({ kind: "action-done", at: after(7.5), by: "Ben", item: "A1", note: null });
  expect(tell()).toMatchObject([{ status: "closed" }]);
  expect(standing()).toEqual([["risk/precision", undefined]]);
});
