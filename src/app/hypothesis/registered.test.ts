import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import type { CalendarEntry } from "../../core/domain/hypothesis.ts";
import { exampleHypothesis } from "../../core/hypothesis/example-hypothesis.fixture.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { ensureRegistered, latestOf, register, type Registration, registeredHypotheses } from "./registered.ts";
import { ensureCalendarRegistered, registeredCalendar } from "./registered-calendar.ts";

let folder: string;
let store: RunStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-registered-"));
  store = createSqliteRunStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = (day: string, change: Partial<Registration> = {}): Registration => ({ author: "ana", dataUntil: null, now: Date.parse(`${day}T08:00:00Z`), ...change });
const precision = exampleHypothesis();
const wider = exampleHypothesis({ margin: { below: 0.05, above: null, relative: false } });

describe("registering", () => {
  test("enters what is new, once, and the ledger verifies", () => {
    const latency = exampleHypothesis({ name: "latency", metric: { name: "latency-mean" } });
    expect(ensureRegistered(store, [precision], on("2026-10-01")).map(({ version }) => version)).toEqual([1]);
    const again = ensureRegistered(store, [precision, latency], on("2026-10-02", { dataUntil: "2026-10-01T23:00:00Z" }));
    expect(again.map(({ hypothesis, version, registeredAt, afterTheFact }) => [hypothesis, version, registeredAt.slice(0, 10), afterTheFact])).toEqual([["credit/precision", 1, "2026-10-01", false], ["credit/latency", 1, "2026-10-02", false]]);
    expect(registeredHypotheses(store).map(({ content }) => content)).toEqual([precision, latency]);
    expect([...store.ledger()].map(({ kind, subject, actor }) => [kind, subject, actor])).toEqual([["hypothesis", "credit/precision/v1", "ana"], ["hypothesis", "credit/latency/v1", "ana"]]);
    expect(verifyLedger(store, undefined)).toMatchObject({ problem: null, entries: 2 });
  });

  test("refuses what is judged otherwise, naming each field before and after, and enters nothing at all", () => {
    ensureRegistered(store, [precision], on("2026-10-01"));
    const fresh = exampleHypothesis({ name: "fresh" });
    expect(() => ensureRegistered(store, [fresh, { ...wider, window: "week" }], on("2026-10-05"))).toThrow(expect.objectContaining({
      code: "LS251", place: "credit/precision", message: "credit/precision is not its version 1 of 2026-10-01: margin.below was 0.02 and is 0.05 and window was day and is week", todo: "Register the change, with its reason: lockstep hypothesis amend precision --reason TEXT",
    }));
    expect(registeredHypotheses(store)).toHaveLength(1);
  });

  test("takes new words as a version of its own, without a reason, and never as after the fact", () => {
    ensureRegistered(store, [precision], on("2026-10-01"));
    const [record] = ensureRegistered(store, [exampleHypothesis({ claim: "said better", review: "2027-01-01" })], on("2026-10-05", { dataUntil: "2026-10-05T00:00:00Z" }));
    expect(record).toMatchObject({ version: 2, reason: null, afterTheFact: false, changed: [{ field: "claim", after: "said better" }, { field: "review", before: "none", after: "2027-01-01" }] });
  });

  test("with a reason amends, and says when that was after the fact", () => {
    ensureRegistered(store, [precision], on("2026-10-01"));
    const [early] = register(store, [wider], on("2026-10-02", { author: "ben", reason: "the backtest was short", dataUntil: "2026-09-30T23:00:00Z" }));
    expect(early).toMatchObject({ outcome: "amended", record: { version: 2, author: "ben", reason: "the backtest was short", afterTheFact: false, changed: [{ field: "margin.below", before: "0.02", after: "0.05" }] } });
    const [late] = register(store, [precision], on("2026-10-20", { reason: "back again", dataUntil: "2026-10-19T23:00:00Z" }));
    expect(late).toMatchObject({ record: { version: 3, afterTheFact: true, dataUntil: "2026-10-19T23:00:00Z" } });
    expect(register(store, [precision], on("2026-10-21", { reason: "once more" }))).toMatchObject([{ outcome: "unchanged", record: { version: 3 } }]);
    expect(latestOf(registeredHypotheses(store), "credit/precision")?.digest).toBe(registeredHypotheses(store)[0]?.digest);
  });

  test("another backtest under the same name is another claim; one that nobody had read is only remembered", () => {
    const backtest = exampleHypothesis({ expected: { kind: "backtest", source: "june.parquet", map: null, format: null, zone: null, labels: null } });
    const read = (digest: string) => on("2026-10-02", { digests: new Map([["credit/precision", digest]]) });
    ensureRegistered(store, [backtest], on("2026-10-01"));
    expect(ensureRegistered(store, [backtest], read("a".repeat(64)))).toMatchObject([{ version: 2, expectedDigest: "a".repeat(64), changed: [] }]);
    expect(ensureRegistered(store, [backtest], read("a".repeat(64)))).toMatchObject([{ version: 2 }]);
    expect(() => ensureRegistered(store, [backtest], read("b".repeat(64)))).toThrow(/expected\.content was sha256:aaaaaaaaaaaa and is sha256:bbbbbbbbbbbb/);
    expect(register(store, [backtest], { ...read("b".repeat(64)), reason: "a longer backtest" })).toMatchObject([{ outcome: "amended", record: { version: 3, expectedDigest: "b".repeat(64) } }]);
  });
});

describe("a calendar", () => {
  const christmas: CalendarEntry = { name: "christmas", kind: "holiday", from: "2026-12-24", to: "2026-12-27", models: null, treatment: "exclude", reason: null };
  const until = (day: string, change: Partial<Registration> = {}): Registration => on(day, { dataUntil: `${day}T00:00:00Z`, ...change });

  test("that was registered before its time excludes it", () => {
    const inForce = ensureCalendarRegistered(store, [christmas], until("2026-12-01"));
    expect(inForce).toMatchObject({ entries: [christmas], notes: [], records: [{ entry: "christmas", version: 1, afterTheFact: false }] });
    expect(ensureCalendarRegistered(store, [christmas], until("2027-01-10"))).toMatchObject({ entries: [christmas], notes: [] });
    expect(registeredCalendar(store)).toHaveLength(1);
  });

  test("that was written afterwards is only noted, until somebody accepts it with a reason", () => {
    const noted = ensureCalendarRegistered(store, [christmas], until("2026-12-30"));
    expect(noted.entries).toEqual([{ ...christmas, treatment: "note" }]);
    expect(noted.notes).toEqual(["christmas is not excluded: it was written when data of its time were there to be seen, and nobody accepted it"]);
    const accepted = ensureCalendarRegistered(store, [christmas], until("2026-12-31", { reason: "shops were closed", author: "ben" }), ["christmas"]);
    expect(accepted).toMatchObject({ entries: [christmas], notes: [], records: [{ version: 1 }, { version: 2, author: "ben", reason: "shops were closed", afterTheFact: true }] });
    expect(ensureCalendarRegistered(store, [christmas], until("2027-01-05"))).toMatchObject({ entries: [christmas], notes: [] });
  });

  test("that is stretched afterwards holds as it was, until that is accepted", () => {
    ensureCalendarRegistered(store, [christmas], until("2026-12-01"));
    const longer = { ...christmas, to: "2027-01-07" };
    expect(ensureCalendarRegistered(store, [longer], until("2026-12-30"))).toMatchObject({ entries: [christmas], notes: [expect.stringContaining("version 1 of 2026-12-01 holds")] });
    expect(ensureCalendarRegistered(store, [longer], until("2026-12-31", { reason: "closed until the 6th" }), ["christmas"]).entries).toEqual([longer]);
  });

  test("that loses an entry says so", () => {
    ensureCalendarRegistered(store, [christmas], until("2026-12-01"));
    expect(ensureCalendarRegistered(store, [], until("2026-12-30"))).toMatchObject({ entries: [], notes: ["registered, and no longer in the calendar: christmas"] });
  });
});
