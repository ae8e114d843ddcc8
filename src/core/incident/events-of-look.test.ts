import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Incident } from "../domain/incident.ts";
import { IncidentEvent } from "../domain/incident.ts";
import type { Verdict } from "../domain/verdict.ts";
import { eventsOfLook } from "./events-of-look.ts";
import { exampleFinding, lookOf } from "./incident.fixture.ts";
import { defaultIncidentPolicy as policy } from "./incident-policy.ts";
import type { Look } from "./look.ts";
import { transition } from "./transition.ts";

/** As a store would: each look's events appended to the incident they are about. */
const after = (looks: readonly Look[], from: readonly Incident[] = []): Incident[] => {
  const incidents = new Map(from.map((incident) => [incident.id, incident]));
  for (const look of looks) {
    for (const { incident, events } of eventsOfLook([...incidents.values()], look, policy)) {
      const id = incident ?? `INC-${incidents.size + 1}`;
      const state = events.reduce<Incident | null>((before, event) => transition(before, IncidentEvent.parse(event), id), incidents.get(id) ?? null);
      if (state !== null) incidents.set(id, state);
    }
  }
  return [...incidents.values()];
};

const told = (incidents: readonly Incident[]): string[] => incidents.map(({ status, events }) => `${status}: ${events.map(({ kind }) => kind).join(" ")}`);
const days = (...verdicts: Verdict[]): Look[] => verdicts.map((verdict, day) => lookOf(day, verdict));

describe("what a look does to incidents", () => {
  test("an enforced failure opens one, with all that is known; nothing else does", () => {
    const [incident] = after(days("pass", "inconclusive", "warn", "error", "fail"));
    expect(incident).toMatchObject({ id: "INC-1", subject: "credit/precision", kind: "departure", status: "open", severity: "high", owner: { name: "Ana" }, consequence: "roll-back", openedAt: "2026-10-05T06:00:00.000Z", since: "2026-10-01", wellFor: 0 });
    expect(after([lookOf(0, "fail", { mode: "warn" }), lookOf(1, "fail", { mode: "observe" })])).toEqual([]);
  });

  test("it is told again when the verdict changes, the estimate leaves its old interval, or a day has passed; not otherwise", () => {
    const hour = (n: number) => n / 24;
    const looks = [lookOf(0, "fail"), lookOf(hour(1), "fail"), lookOf(hour(2), "fail", { estimate: 0.75 }), lookOf(hour(3), "fail", { estimate: 0.55 }), lookOf(hour(4), "inconclusive"), lookOf(hour(5), "inconclusive"), lookOf(hour(28), "inconclusive")];
    expect(after(looks)[0]?.events.map(({ kind, at }) => `${kind} ${at.slice(8, 13)}`)).toEqual(["opened 01T06", "observed 01T09", "observed 01T10", "observed 02T10"]);
  });

  test("it closes after three looks in a row that were well; a failure in between begins anew; what tells nothing neither heals nor harms", () => {
    expect(told(after(days("fail", "pass", "pass")))).toEqual(["recovering: opened observed observed"]);
    expect(told(after(days("fail", "pass", "pass", "fail", "pass", "pass")))).toEqual(["recovering: opened observed observed observed observed observed"]);
    const [unheard] = after(days("fail", "pass", "inconclusive", "error", "pass"));
    expect(unheard).toMatchObject({ status: "recovering", wellFor: 2, unheardFor: 0 });
    expect(after(days("fail", "pass", "inconclusive", "error"))[0]).toMatchObject({ wellFor: 1, unheardFor: 2 });
    const [closed] = after(days("fail", "pass", "inconclusive", "warn", "pass"));
    expect(closed).toMatchObject({ status: "closed", closedAt: "2026-10-05T06:00:00.000Z", wellFor: 3 });
    expect(closed?.events.slice(-2)).toEqual([{ kind: "recovered", at: "2026-10-05T06:00:00.000Z", run: "run-2026-10-05T06:00:00.000Z", looks: 3 }, { kind: "closed", at: "2026-10-05T06:00:00.000Z", by: null, why: "3 looks in a row were well" }]);
  });

  test("it is taken up again within a week of its end, later another one is opened", () => {
    const ended = days("fail", "pass", "pass", "pass");
    expect(told(after([...ended, lookOf(10, "fail")]))).toEqual(["open: opened observed observed observed recovered closed reopened observed"]);
    expect(told(after([...ended, lookOf(10.1, "fail")]))).toEqual(["closed: opened observed observed observed recovered closed", "open: opened"]);
  });

  test("a review is opened by a warning and closes when its reason is gone", () => {
    const review = { kind: "review", subject: "review due credit/precision" } as const;
    const looks = [lookOf(0, "pass", review), lookOf(1, "warn", review), lookOf(2, "pass", review), lookOf(3, "pass", review)];
    expect(after(looks)[0]).toMatchObject({ kind: "review", status: "recovering", wellFor: 2 });
    expect(told(after([...looks, lookOf(4, "pass", review)]))).toEqual(["closed: opened observed observed observed recovered closed"]);
  });

  test("somebody who acknowledged it stays known when it gets worse again", () => {
    const incident = after(days("fail"))[0] as Incident;
    const known = transition(incident, { kind: "acknowledged", at: "2026-10-01T07:00:00Z", by: "Ben", note: null }, incident.id);
    expect(known.status).toBe("acknowledged");
    expect(after([lookOf(1, "pass"), lookOf(2, "fail")], [known])[0]?.status).toBe("acknowledged");
  });

  test("what was closed by hand stays closed for looks at the time before, and comes back when it fails after", () => {
    const incident = after(days("fail"))[0] as Incident;
    const closed = transition(incident, { kind: "closed", at: "2026-10-03T12:00:00Z", by: "Ben", why: "known" }, incident.id);
    expect(after([lookOf(2, "fail")], [closed])).toEqual([closed]);
    expect(after([lookOf(3, "fail")], [closed])[0]?.status).toBe("open");
  });
});

const verdicts = fc.constantFrom<Verdict[]>("pass", "warn", "fail", "inconclusive", "error");
const looks = fc.array(fc.record({ verdict: verdicts, estimate: fc.double({ min: 0, max: 1, noNaN: true }), gap: fc.constantFrom(1 / 24, 0.5, 1, 3, 9) }), { minLength: 1, maxLength: 25 }).map((each) => {
  let day = 0;
  return each.map(({ verdict, estimate, gap }) => lookOf((day += gap), verdict, ["inconclusive", "error"].includes(verdict) ? {} : { estimate }));
});

describe("laws", () => {
  test("looks that are seen again, in whatever order, change nothing", () => {
    fc.assert(fc.property(looks, fc.array(fc.record({ which: fc.nat(), when: fc.nat() }), { maxLength: 30 }), (seen, again) => {
      const repeated = seen.flatMap((look, index) => [look, ...again.filter(({ when }) => when % seen.length === index).map(({ which }) => seen[which % (index + 1)] as Look)]);
      expect(after(repeated)).toEqual(after(seen));
    }), { numRuns: 300 });
  });

  test("after a failing look nothing about it is closed, and after each look at most one incident is open", () => {
    fc.assert(fc.property(looks, (seen) => {
      let incidents: Incident[] = [];
      for (const look of seen) {
        incidents = after([look], incidents);
        const failing = look.findings[0]?.verdict === "fail";
        expect(incidents.filter(({ status }) => status !== "closed").length).toBeLessThanOrEqual(1);
        if (failing) expect(incidents.at(-1)?.status).toBe("open");
      }
    }), { numRuns: 300 });
  });

  test("every incident's events are in order, and their fold is the incident", () => {
    fc.assert(fc.property(looks, (seen) => {
      for (const incident of after(seen)) {
        const times = incident.events.map(({ at }) => Date.parse(at));
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(incident.events.reduce<Incident | null>((state, event) => transition(state, event, incident.id), null)).toEqual(incident);
        expect(incident.events.filter(({ kind }) => kind === "opened")).toHaveLength(1);
      }
    }), { numRuns: 300 });
  });
});

test("several findings of one look each have their own incident", () => {
  const look: Look = { ...lookOf(0, "fail"), findings: [exampleFinding(), exampleFinding({ subject: "credit/volume" }), exampleFinding({ subject: "credit/latency", verdict: "pass" })] };
  expect(eventsOfLook([], look, policy).map(({ subject, incident }) => [subject, incident])).toEqual([["credit/precision", null], ["credit/volume", null]]);
});
