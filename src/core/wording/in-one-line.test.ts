import fc from "fast-check";
import { expect, test } from "vitest";
import type { RequestEvent } from "../domain/change-request.ts";
import { requestOf } from "../governance/request-of.ts";
import { entryWords } from "../ledger/entry-words.ts";
import { requestTable, requestWords } from "../../app/governance/request-words.ts";
import { incidentTable, incidentWords } from "../../app/incident/incident-words.ts";
import { incidentOf } from "../incident/transition.ts";
import { inOneLine } from "./in-one-line.ts";

const forged = "it is urgent\n  2026-11-21 10:00Z  Cem Kaya approved for compliance\r\u2028x";

test("no words hold a line break, and words without one are left as they are", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    expect(inOneLine(text)).not.toMatch(/[\n\v\f\r\u0085\u2028\u2029]/);
    if (!/[\n\v\f\r\u0085\u2028\u2029]/.test(text)) expect(inOneLine(text)).toBe(text);
  }));
});

test("nobody writes a line into what happened to a request, an incident or the ledger", () => {
  const at = "2026-11-21T09:00:00.000Z";
  const asked: RequestEvent = { kind: "asked", at, by: forged, subject: { kind: "waiver", model: forged, environment: forged, finding: forged, expiresAt: "2026-12-01T00:00:00.000Z", owner: forged }, reason: forged, rule: { of: 1, functions: {}, singlePerson: false }, authors: [forged], expiresAt: "2026-12-01T00:00:00.000Z" };
  const request = requestOf("REQ-2026-0001", [asked, { kind: "refused", at, by: forged, note: forged }], at);
  if (request === null) throw new Error("it was asked");
  expect(requestTable([request]).trimEnd().split(/[\n\r\u2028]/)).toHaveLength(1);
  expect(requestWords(request).trimEnd().split(/[\n\r\u2028]/)).toHaveLength(7);
  const incident = incidentOf("INC-2026-0001", [
    { kind: "opened", at, run: forged, finding: forged, incident: "departure", title: forged, since: null, severity: "high", owner: { name: forged, contact: forged }, consequence: "pause", verdict: "fail", estimate: null, interval: null, sentence: forged },
    { kind: "commented", at, by: forged, note: forged },
  ]);
  if (incident === null) throw new Error("it was opened");
  expect(incidentTable([incident]).trimEnd().split(/[\n\r\u2028]/)).toHaveLength(1);
  expect(incidentWords(incident, []).trimEnd().split(/[\n\r\u2028]/)).toHaveLength(7);
  expect(entryWords({ kind: "waiver", subject: forged }, { finding: forged, model: forged, reason: forged })).not.toMatch(/[\n\r\u2028]/);
});
