import { expect, test } from "vitest";
import type { IncidentEvent } from "../domain/incident.ts";
import type { Severity } from "../domain/verdict.ts";
import { escalations } from "./escalations.ts";
import { defaultIncidentPolicy } from "./incident-policy.ts";
import { incidentOf } from "./transition.ts";

const policy = { ...defaultIncidentPolicy, escalate: [{ afterMs: 864e5, to: "head of risk" }, { afterMs: 36e5, to: "on call" }] };
const openedAt = "2026-10-01T06:00:00.000Z";
const opened = (severity: Severity): IncidentEvent => ({ kind: "opened", at: openedAt, run: "r", finding: "a", title: "t", since: null, severity, owner: null, consequence: "pause", incident: "departure", verdict: "fail", estimate: null, interval: null, sentence: "" });
const later = (hours: number): string => new Date(Date.parse(openedAt) + hours * 36e5).toISOString();
const due = (hours: number, severity: Severity = "high", ...more: IncidentEvent[]): string[] => {
  const incident = incidentOf("INC-1", [opened(severity), ...more]);
  return incident === null ? [] : escalations(incident, later(hours), policy).map((event) => `${event.kind} ${"to" in event ? event.to : ""}`);
};

test("what nobody acknowledged goes to the next person, each once, in order of time", () => {
  expect([due(0.9), due(1), due(24)]).toEqual([[], ["escalated on call"], ["escalated on call", "escalated head of risk"]]);
  const once: IncidentEvent = { kind: "escalated", at: later(1), to: "on call", why: "" };
  expect([due(23, "high", once), due(24, "high", once)]).toEqual([[], ["escalated head of risk"]]);
});

test("less severe ones wait longer, and what is only information is never carried on", () => {
  expect([due(1, "critical"), due(1, "medium"), due(2, "medium"), due(3, "low"), due(4, "low"), due(999, "info")].map((each) => each.length)).toEqual([1, 0, 1, 0, 1, 0]);
});

test("nobody is called for what somebody acknowledged, recovers or is closed; a reopened one begins anew", () => {
  const known: IncidentEvent = { kind: "acknowledged", at: later(0.5), by: "Ben", note: null };
  const closed: IncidentEvent = { kind: "closed", at: later(2), by: "Ben", why: "" };
  expect([due(24, "high", known), due(24, "high", closed)]).toEqual([[], []]);
  const again: IncidentEvent = { kind: "reopened", at: later(30), run: "r2", why: "" };
  expect([due(30.5, "high", known, closed, again), due(31, "high", known, closed, again)]).toEqual([[], ["escalated on call"]]);
});

test("it says how long nobody did", () => {
  const incident = incidentOf("INC-1", [opened("medium")]);
  expect(incident === null ? null : escalations(incident, later(48), policy).map((event) => ("why" in event ? event.why : ""))).toEqual(["nobody acknowledged it within 2 h", "nobody acknowledged it within 2 d"]);
});
