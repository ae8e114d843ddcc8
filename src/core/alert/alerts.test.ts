import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IncidentEvent } from "../domain/incident.ts";
import { incidentOf } from "../incident/transition.ts";
import { alertHeadline, oneLine } from "./alert-words.ts";
import { exampleAlert, exampleDelivery, exampleRules } from "./alert.fixture.ts";
import { alertOfEvent } from "./alert-of-event.ts";
import { groupEvents } from "./group-events.ts";
import { nextTry } from "./next-try.ts";
import { planDeliveries } from "./plan-deliveries.ts";
import { failureOf, receiptOfAnswer } from "./receipt-of-answer.ts";
import { stillStands } from "./still-stands.ts";

const now = Date.parse("2026-10-01T06:00:00Z");
const at = (hours: number): string => new Date(now + hours * 36e5).toISOString();
const opened = { kind: "opened", at: at(0), run: "r-1", finding: "credit/precision", title: "precision holds", since: null, severity: "high", owner: { name: "Ana" }, consequence: "pause", sentence: "it does not" } as const;
const events = [
  opened, { kind: "observed", at: at(1), run: "r-2", verdict: "fail", estimate: 0.5, sentence: "still not" }, { kind: "escalated", at: at(2), to: "head of risk", why: "nobody acknowledged it within 2 h" },
  { kind: "acknowledged", at: at(3), by: "Ben", note: null }, { kind: "closed", at: at(4), by: null, why: "3 looks in a row were well" }, { kind: "reopened", at: at(5), run: "r-3", why: "again" },
].map((event) => IncidentEvent.parse(event));
const incident = (length: number) => {
  const made = incidentOf("INC-1", events.slice(0, length));
  if (made === null) throw new Error("it has events");
  return made;
};

test("each telling event makes one alert, of what was known then; what tells nothing makes none", () => {
  const made = events.map((_, index) => alertOfEvent(incident(index + 1), { environment: "production", impact: null, url: null }));
  expect(made.map((alert) => (alert === null ? null : `${alert.key} ${alert.kind} ${alert.startedAt.slice(11, 13)} ${alert.escalatedTo}: ${alert.sentence}`))).toEqual([
    "INC-1/1 opened 06 null: it does not", null, "INC-1/3 escalated 06 head of risk: nobody acknowledged it within 2 h: still not", "INC-1/4 acknowledged 06 head of risk: Ben knows of it",
    "INC-1/5 closed 06 head of risk: 3 looks in a row were well", "INC-1/6 reopened 11 null: again",
  ]);
  expect(made[2]).toMatchObject({ model: "credit", owner: "Ana", run: "r-2", thread: "INC-1" });
});

describe("groups", () => {
  test("whoever looks, and however often, groups alike; each event is in one group, none is given while something may join", () => {
    fc.assert(fc.property(fc.array(fc.nat(40), { maxLength: 30 }), fc.nat(60), fc.nat(900), (gaps, withinMs, looked) => {
      let time = 0;
      const all = gaps.map((gap, index) => ({ sequence: index + 1, at: (time += gap) }));
      const whole = groupEvents(all, { withinMs, now: time, all: true }).closed;
      expect(whole.flat()).toEqual(all);
      const seen = all.filter((event) => event.at <= looked);
      const { closed, openUntil } = groupEvents(seen, { withinMs, now: looked });
      expect(closed).toEqual(whole.slice(0, closed.length));
      expect(closed.length === groupEvents(seen, { withinMs, now: looked, all: true }).closed.length).toBe(openUntil === null);
    }), { numRuns: 200 });
  });

  test("what the clock puts into the future is not waited for", () => {
    expect(groupEvents([{ sequence: 1, at: 1e9 }], { withinMs: 1000, now: 0 }).closed).toHaveLength(1);
  });
});

describe("what goes where", () => {
  const routed = (alert: ReturnType<typeof exampleAlert>, routes: NonNullable<ReturnType<typeof exampleRules>["routes"]>): string[] => planDeliveries([alert], exampleRules({ routes }), now).map(({ channel }) => channel);
  const route = { to: ["team"], severity: null, perDay: null, models: null, kinds: null } as const;
  test("a route takes what is at least as severe and as costly, of its models and kinds; every one that fits is taken, each channel once", () => {
    expect(["critical", "high", "medium"].map((severity) => routed(exampleAlert({ severity: severity as "high" }), [{ ...route, severity: "high" }]).length)).toEqual([1, 1, 0]);
    expect([null, 99, 100].map((perDay) => routed(exampleAlert({ impact: perDay === null ? null : { perDay, unit: "CHF" } }), [{ ...route, perDay: 100 }]).length)).toEqual([0, 0, 1]);
    expect(["credit", "fraud", null].map((model) => routed(exampleAlert({ model }), [{ ...route, models: ["credit"] }]).length)).toEqual([1, 0, 0]);
    expect((["opened", "closed"] as const).map((kind) => routed(exampleAlert({ kind }), [{ ...route, kinds: ["opened"] }]).length)).toEqual([1, 0]);
    expect(routed(exampleAlert(), [route, { ...route, to: ["pager", "team"] }])).toEqual(["team", "pager"]);
  });

  test("that somebody knows is told to who pages people, and to nobody else", () => {
    expect(planDeliveries([exampleAlert({ kind: "acknowledged" })], exampleRules(), now).map(({ channel }) => channel)).toEqual(["pager"]);
  });

  test("each alert stands once in one delivery of each channel; the same alerts are the same delivery; what is muted goes apart until its mute ends", () => {
    const mutes = [{ fromMs: now - 1, toMs: now + 1000, models: ["fraud"], reason: "moving" }, { fromMs: now, toMs: now + 5000, models: ["fraud"], reason: "longer" }, { fromMs: now + 1, toMs: now + 9e9, models: null, reason: "later" }];
    const alerts = [exampleAlert(), exampleAlert(), exampleAlert({ key: "INC-2/1", incident: "INC-2", model: "fraud" })];
    const planned = planDeliveries(alerts, exampleRules({ mutes }), now);
    expect(planned.map(({ channel, status, reason, nextAt, alerts: each }) => [channel, status, reason, nextAt, each.map(({ key }) => key).join()])).toEqual(["team", "pager"].flatMap((channel) => [
      [channel, "waiting", null, "2026-10-01T06:00:00.000Z", "INC-1/1"], [channel, "muted", "muted until 2026-10-01T06:00:05.000Z: longer", "2026-10-01T06:00:05.000Z", "INC-2/1"],
    ]));
    expect(new Set(planned.map(({ id }) => id)).size).toBe(4);
    expect(planDeliveries(alerts, exampleRules({ mutes }), now + 1).map(({ id }) => id)).not.toContain("");
    expect(planDeliveries(alerts, exampleRules(), now + 5).map(({ id }) => id)).toEqual(planDeliveries(alerts, exampleRules(), now).map(({ id }) => id));
  });
});

test("a mute that ends tells what still stands, and an end only where the beginning was told", () => {
  const alert = (index: number) => alertOfEvent(incident(index), { environment: null, impact: null, url: null }) ?? exampleAlert();
  expect([1, 3, 4, 5, 6].map((length) => stillStands(alert(1), incident(length), false))).toEqual([true, true, true, false, false]);
  expect([3, 4, 5].map((length) => stillStands(alert(3), incident(length), false))).toEqual([true, true, false]);
  expect([stillStands(alert(5), incident(5), true), stillStands(alert(5), incident(5), false), stillStands(alert(5), incident(6), true), stillStands(alert(6), incident(6), false)]).toEqual([true, false, false, true]);
});

test("tries lie ever further apart, a quarter of an hour at most, with one at the end of the time and none after it", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 }), fc.integer({ min: 60_000, max: 864e5 }), (seed, retryForMs) => {
    const id = seed.toString(16).padStart(32, "0");
    let [time, attempts, wait] = [now, 1, 0];
    for (let next: number | null = time; next !== null; attempts += 1) {
      wait = next - time;
      time = next;
      expect(wait).toBeLessThanOrEqual(Math.min(15 * 60_000, 5_000 * 2 ** (attempts - 2)) + 1);
      next = nextTry({ ...exampleDelivery(id), attempts }, time, { retryForMs });
      if (next !== null) expect(next).toBeGreaterThan(time);
    }
    expect(time).toBeGreaterThanOrEqual(now + retryForMs);
    expect(attempts).toBeLessThan(400);
  }), { numRuns: 50 });
  expect(nextTry({ ...exampleDelivery("00".repeat(16)), attempts: 1 }, now, { retryForMs: 1e6, notBefore: now + 2e6 })).toBe(now + 2e6);
});

test("what a receiver answers says whether another try can help, and when", () => {
  const of = (status: number, headers: Readonly<Record<string, string>> = {}): unknown => {
    try {
      return receiptOfAnswer({ status, headers, body: new TextEncoder().encode("line\none") }, now).said;
    } catch (error) {
      return failureOf(error);
    }
  };
  expect([of(202), of(400), of(302), of(404)]).toEqual(["202 line one", ...Array.from({ length: 3 }, () => ({ retry: false, retryAfterMs: null }))]);
  expect([of(500), of(429, { "retry-after": "7" }), of(503, { "retry-after": new Date(now + 9000).toUTCString() }), of(429, { "retry-after": "1e99" })]).toEqual([null, 7000, 9000, null].map((retryAfterMs) => ({ retry: true, retryAfterMs })));
});

test("nothing that others wrote breaks a line or is longer than it may be", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer({ min: 1, max: 70 }), (text, most) => {
    const line = oneLine(text, most);
    expect(line.length).toBeLessThanOrEqual(most);
    expect(line).not.toMatch(/[\r\n\p{Cc}\u2028\u2029]/u);
  }));
  expect(alertHeadline(exampleAlert({ kind: "escalated", escalatedTo: "on call", title: "a\r\nBcc: x" }))).toBe("high, escalated to on call: a Bcc: x (INC-1)");
});
