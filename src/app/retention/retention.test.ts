import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteCatalogue } from "../../adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteDeliveryStore } from "../../adapters/stores/sqlite/create-sqlite-delivery-store.ts";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { exampleAlert, exampleDelivery } from "../../core/alert/alert.fixture.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { appendRequestEvent } from "../governance/append-request-event.ts";
import { askRequest } from "../governance/ask-request.ts";
import { loadRequests } from "../governance/load-requests.ts";
import { exampleAgreement } from "../sign-off/example-sign-off.fixture.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { applyRetention } from "./apply-retention.ts";
import { pruneBeside } from "./prune-beside.ts";
import { loadHolds, placeHold, releaseHold } from "./holds.ts";

const day = 86_400_000;
const now = Date.parse("2026-06-01T00:00:00Z");
let folder: string;
let store: RunStore;
let catalogue: Catalogue;

const save = (id: string, daysAgo: number, model = "risk"): void => {
  store.save(minimalRun(id, { startedAt: new Date(now - daysAgo * day).toISOString(), agreement: exampleAgreement({ model }), headline: `the secret of ${id}` }), "Ada");
  mkdirSync(join(folder, "recordings", id), { recursive: true });
  writeFileSync(join(folder, "recordings", id, "candidate.parquet"), "rows");
};
const apply = (dryRun = false, keepDays = 365) => applyRetention({ store, catalogue, folder, keepMs: keepDays * day, now, actor: "Ada", clockIsRight: false }, { dryRun });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-retention-"));
  store = createSqliteRunStore(folder, { now: () => now });
  catalogue = createSqliteCatalogue(folder);
  for (const [id, daysAgo] of [["a", 900], ["b", 500], ["c", 400], ["d", 10]] as const) save(id, daysAgo);
});
afterEach(() => {
  catalogue.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("retention", () => {
  it("takes away what is old with its recordings, and the ledger stays whole and names it", () => {
    expect(apply(true).removed.map(({ run }) => run)).toEqual(["a", "b", "c"]);
    expect(store.get("a")).not.toBeNull();
    const { removed, entries, warning } = apply();
    expect([removed.length, entries.length, warning]).toEqual([3, 1, null]);
    expect(["a", "b", "c", "d"].map((id) => [store.get(id) !== null, existsSync(join(folder, "recordings", id))])).toEqual([[false, false], [false, false], [false, false], [true, true]]);
    expect(verifyLedger(store, undefined)).toMatchObject({ ok: true, entries: 5 });
    expect(catalogue.runs({ limit: 10 }).items.map(({ id }) => id)).toEqual(["d"]);
    expect(readFileSync(join(folder, "lockstep.db")).includes("the secret of a")).toBe(false);
    expect(apply().removed).toEqual([]);
  });

  it("is accepted by verification only for exactly what it names", () => {
    apply();
    const raw = new DatabaseSync(join(folder, "lockstep.db"));
    raw.exec("DROP TRIGGER runs_are_kept; DELETE FROM runs WHERE id = 'd'");
    expect(verifyLedger(store, undefined)).toMatchObject({ ok: false, problem: { sequence: 4, what: "run d is in the ledger but no longer in the store" } });
    raw.close();
  });

  it("cannot be gone around: the store lets nothing go but behind the entry that names it", () => {
    const raw = new DatabaseSync(join(folder, "lockstep.db"));
    expect(() => raw.exec("DELETE FROM runs WHERE id = 'a'")).toThrow("runs are kept");
    apply();
    // Also not behind an entry that named others.
    expect(() => raw.exec("DELETE FROM runs WHERE id = 'd'")).toThrow("runs are kept");
    raw.close();
    expect(() => store.retire({ kind: "retention", subject: "x", payload: { documents: [{ kind: "run", subject: "d", digest: "0".repeat(64) }] } }, "Mallory")).toThrow(/is not what is to be removed/);
    expect(store.get("d")).not.toBeNull();
  });

  it("keeps what a hold, an open incident, a request, a baseline or a sign-off in force needs, and the newest", () => {
    save("only", 800, "other");
    placeHold(store, { model: "risk", from: new Date(now - 950 * day).toISOString(), to: new Date(now - 600 * day).toISOString(), reason: "case 7" }, { by: "Ada", now });
    const event = { kind: "opened", at: new Date(now).toISOString(), run: "b", finding: "risk/precision", title: "fell", since: null, severity: "high", owner: null, consequence: "pause" };
    store.enter({ kind: "incident", subject: "INC-2026-0001/1", payload: { incident: "INC-2026-0001", event } as unknown as CanonicalValue }, "watch");
    askRequest(store, null, { subject: { kind: "decision", run: "c", model: "risk", environment: "candidate", action: "proceed" }, reason: "look again" }, { by: "Bob", now });
    const { removed, kept } = apply();
    expect(removed).toEqual([]);
    expect(kept).toEqual([
      { run: "a", why: "HLD-2026-0001 holds it: case 7" }, { run: "only", why: "it is the newest of its model and environment" },
      { run: "b", why: "the open incident INC-2026-0001 names it" }, { run: "c", why: "the request REQ-2026-0001 is about it" },
    ]);
  });

  it("refuses while the clock is in doubt: years ahead, though the machine has written entries since, or behind the ledger; somebody may say that it is right", () => {
    const at = (later: number, clockIsRight = false) => applyRetention({ store, catalogue, folder, keepMs: 365 * day, now: now + later, actor: "Ada", clockIsRight }, { dryRun: false });
    const ahead = createSqliteRunStore(folder, { now: () => now + 1500 * day });
    ahead.enter({ kind: "gate", subject: "g", payload: { asked: "prod" } }, "lockstep serve");
    ahead.close();
    for (const later of [1500 * day, 1502 * day, 0]) expect(() => at(later)).toThrow(expect.objectContaining({ code: "LS742" }));
    expect(catalogue.runs({ limit: 10 }).items).toHaveLength(4);
    expect(apply(true).clockDoubt).toMatch(/the ledger has an entry of/);
    expect(at(1500 * day, true).removed).toHaveLength(3);
  });

  it("takes what lies beside the documents with one entry that counts it, and keeps what a hold or a standing incident needs; a copy of an older store goes after 30 days, and is named before", () => {
    const deliveries = createSqliteDeliveryStore(folder);
    const sent = new Date(now - 900 * day).toISOString();
    const settled = (id: string, incident: string, model: string) => ({ ...exampleDelivery(id), id, createdAt: sent, nextAt: null, status: "delivered" as const, deliveredAt: sent, alerts: [{ ...exampleAlert(), incident, model }] });
    deliveries.put([settled("over", "INC-1", "risk"), settled("held", "INC-2", "held"), settled("standing", "INC-2026-0001", "risk")], 1);
    const event = { kind: "opened", at: new Date(now).toISOString(), run: "d", finding: "risk/precision", title: "fell", since: null, severity: "high", owner: null, consequence: "pause" };
    store.enter({ kind: "incident", subject: "INC-2026-0001/1", payload: { incident: "INC-2026-0001", event } as unknown as CanonicalValue }, "watch");
    placeHold(store, { model: "held", from: null, to: null, reason: "case 7" }, { by: "Ada", now });
    mkdirSync(join(folder, "events", "risk"), { recursive: true });
    writeFileSync(join(folder, "events", "risk", "2024-01-01.jsonl"), "{}\n");
    for (const [version, age] of [[1, 40], [2, 10]] as const) {
      writeFileSync(join(folder, `lockstep.db.v${version}.backup`), "rows");
      utimesSync(join(folder, `lockstep.db.v${version}.backup`), now / 1000 - age * 86_400, now / 1000 - age * 86_400);
    }
    const prune = (dryRun: boolean) => pruneBeside({ store, deliveries, folder, keepMs: 365 * day, now, actor: "Ada" }, { dryRun });
    const pruned = { events: 1, spans: 0, alerts: 1, copies: 1 };
    expect(prune(true)).toEqual({ pruned, files: ["events/risk/2024-01-01.jsonl", "lockstep.db.v1.backup"], entry: null });
    apply();
    expect(store.records("retention").at(-1)?.payload).toMatchObject({ removed: 3, copies: [{ file: "lockstep.db.v1.backup" }, { file: "lockstep.db.v2.backup", until: new Date(now + 20 * day).toISOString() }] });
    const { entry } = prune(false);
    expect(store.records("retention").at(-1)).toMatchObject({ subject: entry, payload: { pruned } });
    expect(deliveries.list({ limit: 9 }).items.map(({ id }) => id)).toEqual(["standing", "held"]);
    expect([existsSync(join(folder, "lockstep.db.v1.backup")), existsSync(join(folder, "lockstep.db.v2.backup"))]).toEqual([false, true]);
    expect(prune(false).entry).toBeNull();
    expect(verifyLedger(store, undefined).ok).toBe(true);
    deliveries.close();
  });

  it("warns where less than six months are kept", () => {
    expect(apply(true, 182).warning).toMatch(/articles 19 and 26/);
    expect(apply(true, 183).warning).toBeNull();
  });
});

describe("a legal hold", () => {
  const at = { by: "Ada", now };

  it("is released after an approved request, once, and by nobody alone", () => {
    const { id } = placeHold(store, { model: null, from: null, to: null, reason: "case 7" }, at);
    expect(apply().removed).toEqual([]);
    const release = (request: string | null, singlePerson = false) => releaseHold(store, id, { request, note: null, singlePerson }, at);
    expect(() => release(null)).toThrow(expect.objectContaining({ code: "LS730" }));
    const { id: request } = askRequest(store, null, { subject: { kind: "release-hold", hold: id }, reason: "the case is closed" }, { by: "Bob", now });
    expect(() => release(request)).toThrow(expect.objectContaining({ code: "LS730", message: expect.stringContaining("is open") }));
    appendRequestEvent(store, request, () => ({ kind: "approved", at: new Date(now + 1000).toISOString(), by: "Eve", as: null, note: null }), { by: "Eve", now: now + 1000 });
    expect(releaseHold(store, "1", { request, note: null, singlePerson: false }, { by: "Ada", now: now + 2000 })).toMatchObject({ id, status: "released", request, singlePerson: false });
    expect(() => release(request)).toThrow(expect.objectContaining({ code: "LS731" }));
    expect(loadRequests(store, now + 3000)).toMatchObject([{ id: request, status: "enacted" }]);
    expect(apply().removed).toHaveLength(3);
    expect(verifyLedger(store, undefined).ok).toBe(true);
  });

  it("is released by one person only where the policy says so, and shows it", () => {
    placeHold(store, { model: "risk", from: null, to: null, reason: "x" }, at);
    expect(releaseHold(store, "HLD-2026-0001", { request: null, note: null, singlePerson: true }, at)).toMatchObject({ status: "released", singlePerson: true });
    expect(placeHold(store, { model: null, from: null, to: null, reason: "y" }, at).id).toBe("HLD-2026-0002");
    expect(loadHolds(store).map(({ status }) => status)).toEqual(["released", "in-force"]);
    expect(() => placeHold(store, { model: null, from: null, to: null, reason: " " }, at)).toThrow(expect.objectContaining({ code: "LS732" }));
    for (const model of ["", " "]) expect(() => placeHold(store, { model, from: null, to: null, reason: "z" }, at)).toThrow(expect.objectContaining({ code: "LS732", place: "model" }));
    expect(() => releaseHold(store, "9", { request: null, note: null, singlePerson: true }, at)).toThrow(expect.objectContaining({ code: "LS733" }));
  });
});
