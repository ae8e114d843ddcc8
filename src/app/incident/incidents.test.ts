import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exampleFinding, lookOf } from "../../core/incident/incident.fixture.ts";
import { defaultIncidentPolicy as policy } from "../../core/incident/incident-policy.ts";
import { verifyDocuments } from "../../core/ledger/verify-documents.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { actOnIncident, findIncident } from "./act-on-incident.ts";
import { appendEvents } from "./append-events.ts";
import { eventWords, incidentTable, incidentWords } from "./incident-words.ts";
import { loadIncidents } from "./load-incidents.ts";
import { escalateOpen, recordLook } from "./record-look.ts";
import { newStore } from "./store.fixture.ts";

let place: ReturnType<typeof newStore>;
let store: RunStore;
beforeEach(() => {
  place = newStore();
  store = place.store;
});
afterEach(() => place.close());

const look = (day: number, verdict: Parameters<typeof lookOf>[1], subject = "credit/precision") => recordLook(store, lookOf(day, verdict, { subject }), policy, "watch");
const at = (text: string) => ({ by: "Ben", now: Date.parse(text) });
const told = () => loadIncidents(store).map(({ id, status }) => `${id} ${status}`);

describe("incidents in a store", () => {
  test("each is entered event by event, and is what its events say", () => {
    look(0, "fail");
    look(0, "fail");
    expect(look(1, "pass")).toMatchObject([{ id: "INC-2026-0001", status: "recovering", wellFor: 1 }]);
    expect(store.records("incident").map(({ subject }) => subject)).toEqual(["INC-2026-0001/1", "INC-2026-0001/2"]);
    expect(verifyDocuments(store.ledger(), store.documents())).toBeNull();
    expect(loadIncidents(place.open())).toEqual(loadIncidents(store));
  });

  test("numbers go on over subjects, years and closed ones", () => {
    look(0, "fail");
    for (const day of [1, 2, 3]) look(day, "pass");
    look(4, "fail", "credit/volume");
    look(120, "fail");
    expect(told()).toEqual(["INC-2026-0001 closed", "INC-2026-0002 open", "INC-2027-0003 open"]);
  });

  test("two processes that see the same open one incident; those that see different things, each its own", () => {
    const other = place.open();
    const race = (mine: string, theirs: string) => {
      let first = true;
      return appendEvents(store, (incidents) => {
        if (first) recordLook(other, lookOf(0, "fail", { subject: theirs }), policy, "other");
        first = false;
        const opened = { kind: "opened", at: lookOf(0, "fail").at, run: lookOf(0, "fail").run, finding: mine, incident: "departure", title: exampleFinding().title, since: "2026-10-01", severity: "high", owner: { name: "Ana" }, consequence: "roll-back", verdict: "fail", estimate: 0.7, interval: exampleFinding().interval, sentence: exampleFinding().sentence } as const;
        return incidents.some(({ subject }) => subject === mine) ? [] : [{ incident: null, events: [opened] }];
      }, "me");
    };
    race("credit/precision", "credit/precision");
    expect(told()).toEqual(["INC-2026-0001 open"]);
    race("credit/volume", "credit/latency");
    expect(loadIncidents(store).map(({ id, subject }) => `${id} ${subject}`)).toEqual(["INC-2026-0001 credit/precision", "INC-2026-0002 credit/latency", "INC-2026-0003 credit/volume"]);
  });

  test("a look of which a killed process kept only the first event is ended when it is seen again", () => {
    for (const [day, verdict] of [[0, "fail"], [1, "pass"], [2, "pass"]] as const) look(day, verdict);
    const { run, at: when } = lookOf(3, "pass");
    const { estimate, interval, sentence } = exampleFinding();
    appendEvents(store, () => [{ incident: "INC-2026-0001", events: [{ kind: "observed", at: when, run, verdict: "pass", estimate, interval, sentence }] }], "watch");
    expect(told()).toEqual(["INC-2026-0001 recovering"]);
    look(3, "pass");
    look(3, "pass");
    expect(loadIncidents(store)[0]?.events.map(({ kind }) => kind)).toEqual(["opened", "observed", "observed", "observed", "recovered", "closed"]);
  });

  test("people acknowledge, assign, comment, judge and close; what makes no sense is refused", () => {
    look(0, "fail");
    expect(actOnIncident(store, "1", { kind: "acknowledged", note: null }, at("2026-10-01T08:00:00Z"))).toMatchObject({ status: "acknowledged" });
    expect(() => actOnIncident(store, "inc-2026-0001", { kind: "acknowledged", note: null }, at("2026-10-01T09:00:00Z"))).toThrow(expect.objectContaining({ code: "LS105" }));
    expect(actOnIncident(store, "1", { kind: "assigned", to: "Cem" }, at("2026-10-01T09:00:00Z"))).toMatchObject({ owner: { name: "Cem" } });
    actOnIncident(store, "1", { kind: "judged", alarm: "confirmed", note: "a source was late" }, at("2026-10-01T10:00:00Z"));
    const closed = actOnIncident(store, "1", { kind: "closed", why: "source mended" }, at("2026-10-01T11:00:00Z"));
    expect(closed).toMatchObject({ status: "closed", alarm: "confirmed", closedAt: "2026-10-01T11:00:00.000Z" });
    expect(() => actOnIncident(store, "1", { kind: "closed", why: "again" }, at("2026-10-02T11:00:00Z"))).toThrow(expect.objectContaining({ code: "LS105" }));
    expect(actOnIncident(store, "1", { kind: "commented", note: "post-mortem is written" }, at("2026-10-03T11:00:00Z")).status).toBe("closed");
    expect(() => findIncident(loadIncidents(store), "INC-2026-0007")).toThrow(expect.objectContaining({ code: "LS259" }));
  });

  test("what people do is never before what was known, whatever their clock says", () => {
    look(0, "fail");
    const { events } = actOnIncident(store, "1", { kind: "commented", note: "early" }, at("2020-01-01T00:00:00Z"));
    expect(events.at(-1)?.at).toBe(events[0]?.at);
  });

  test("what nobody acknowledged is carried on once", () => {
    look(0, "fail");
    const escalating = { ...policy, escalate: [{ afterMs: 36e5, to: "on call" }] };
    const now = Date.parse("2026-10-01T07:00:00Z");
    expect(escalateOpen(store, now - 1, escalating, "watch")).toEqual([]);
    expect(escalateOpen(store, now, escalating, "watch")).toMatchObject([{ escalatedTo: "on call" }]);
    expect(escalateOpen(store, now, escalating, "watch")).toEqual([]);
  });

  test("they are told with who has them, what happened and how one gets back", () => {
    look(0, "fail");
    actOnIncident(store, "1", { kind: "acknowledged", note: "looking" }, at("2026-10-01T08:00:00Z"));
    const [incident] = loadIncidents(store);
    if (incident === undefined) throw new Error("there is one");
    expect(incidentTable([incident])).toBe("INC-2026-0001  acknowledged  high  2026-10-01 06:00Z  Ana  credit/precision: precision stays where the backtest put it\n");
    expect(incidentWords(incident, ["restore it"]).split("\n")).toEqual([
      "INC-2026-0001  precision stays where the backtest put it",
      "  departure of credit/precision, high, acknowledged",
      "  opened 2026-10-01 06:00Z, began about 2026-10-01",
      "  owner Ana; agreed consequence: roll back",
      "",
      "  2026-10-01 06:00Z  opened by run run-2026-10-01T06:00:00.000Z: precision lies below its corridor",
      "  2026-10-01 08:00Z  Ben acknowledged it: looking",
      "",
      "  The way back:",
      "    restore it",
      "",
    ]);
    expect(eventWords({ kind: "observed", at: "", run: "r", verdict: "inconclusive", estimate: 0.123456, interval: null, sentence: "too few labels" })).toBe("run r: nothing could be told, estimate 0.123: too few labels");
  });
});
