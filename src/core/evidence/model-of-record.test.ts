import { expect, it } from "vitest";
import type { LedgerKind } from "../domain/ledger-entry.ts";
import { firstModels, modelsOfRecord } from "./model-of-record.ts";

const records: readonly { readonly kind: LedgerKind; readonly subject: string; readonly payload: unknown }[] = [
  { kind: "incident", subject: "INC-1/1", payload: { event: { kind: "opened", finding: "risk/precision" } } },
  { kind: "incident", subject: "INC-1/2", payload: { event: { kind: "commented" } } },
  { kind: "incident", subject: "INC-2/1", payload: { event: { kind: "opened", finding: "fingerprint staging" } } },
  { kind: "incident", subject: "INC-3/1", payload: { event: { kind: "opened", finding: "check risk/staging-eu/west" } } },
  { kind: "remedy", subject: "RMD-1/1", payload: { kind: "started", incident: "INC-1" } },
  { kind: "remedy", subject: "RMD-1/2", payload: { kind: "finished" } },
  { kind: "request", subject: "REQ-1/1", payload: { event: { kind: "asked", subject: { kind: "waiver", model: "credit" } } } },
  { kind: "request", subject: "REQ-1/2", payload: { event: { kind: "approved" } } },
  { kind: "alert", subject: "a", payload: { alerts: [{ model: "risk" }, { model: "credit" }] } },
  { kind: "alert", subject: "b", payload: { alerts: [{ model: "risk" }, { model: null }] } },
  { kind: "hypothesis", subject: "risk/precision/v1", payload: { content: { model: "risk" } } },
  { kind: "calendar", subject: "easter/v1", payload: { content: { models: null } } },
  { kind: "policy", subject: "v1", payload: { version: 1 } },
];

it("knows the model of every event by the first of its kind, and takes what names none to concern all", () => {
  const first = firstModels(records);
  expect(records.map(({ kind, subject, payload }) => [subject, modelsOfRecord(kind, subject, payload, first)])).toEqual([
    ["INC-1/1", ["risk"]], ["INC-1/2", ["risk"]], ["INC-2/1", null], ["INC-3/1", ["risk"]], ["RMD-1/1", ["risk"]], ["RMD-1/2", ["risk"]], ["REQ-1/1", ["credit"]], ["REQ-1/2", ["credit"]],
    ["a", ["risk", "credit"]], ["b", null], ["risk/precision/v1", ["risk"]], ["easter/v1", null], ["v1", null],
  ]);
});
