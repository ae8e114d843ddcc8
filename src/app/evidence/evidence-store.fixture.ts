import { generateKeyPairSync } from "node:crypto";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import type { LedgerKind } from "../../core/domain/ledger-entry.ts";
import { canonicalJson, type CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { signCheckpoint } from "../../core/evidence/checkpoint.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { exampleRun } from "../sign-off/example-sign-off.fixture.ts";

export const teamKey = generateKeyPairSync("ed25519");
export const approverKey = generateKeyPairSync("ed25519");

const finding = {
  id: "parity.score:score", check: "parity", subject: { kind: "output" as const, name: "score", segment: "region = EU" }, verdict: "warn" as const, severity: "medium" as const, mode: "enforce" as const,
  statement: "1.2 % of pairs lie outside.", estimate: 0.012, unit: "share", interval: { low: 0.004, high: 0.021, level: 0.95, method: "Clopper-Pearson" }, margin: 0.05, marginOrigin: "agreed" as const, n: 1200,
  noiseFloor: null, reason: "inside", action: "none", needed: null, evidence: {},
};

const unfair = { ...finding, id: "fairness.equal-opportunity:age", check: "fairness", subject: { kind: "fairness" as const, name: "equal opportunity", segment: "age < 25" }, verdict: "inconclusive" as const, statement: "Too few of them to tell.", interval: { ...finding.interval, high: null }, n: 12 };

/** A small store in which much of what can be entered was: a run of `risk` with its terms, one without, a waiver, an incident with an alert and a remedy, a decision, a changed policy, a checkpoint. */
export const evidenceStore = (folder: string): RunStore => {
  let now = Date.parse("2026-02-01T00:00:00Z");
  const store = createSqliteRunStore(folder, { now: () => (now += 60_000) });
  const enter = (kind: LedgerKind, subject: string, payload: unknown): void => void store.enter({ kind, subject, payload: JSON.parse(JSON.stringify(payload)) as CanonicalValue }, "Ada");
  const manifest = "version: 1\n";
  store.keepText(manifest);
  enter("agreement", "risk 20260101-000000-abcdef", { model: "risk", digest: sha256(canonicalJson({ a: 1 })), before: null, terms: { maxOutside: 0.05 } });
  const run = exampleRun({ findings: [finding, unfair], verdict: "warn" });
  store.save({ ...run, agreement: run.agreement === null ? null : { ...run.agreement, manifests: [{ path: "lockstep.yaml", digest: sha256(manifest) }] } }, "Ada");
  enter("agreement", "risk next", { model: "risk", digest: "b", before: "a", terms: { maxOutside: 0.1 } });
  store.save(minimalRun("20260102-030405-fedcba"), "Bob");
  enter("waiver", "WVR-2026-0001", { id: "WVR-2026-0001", model: "risk", environment: null, finding: "parity.*", reason: "known <b>rounding</b>", owner: "Ada", requestedBy: "Bob", approvedBy: ["Ada"], from: "2026-01-01T00:00:00Z", expiresAt: "2026-02-01T00:00:00Z" });
  enter("incident", "INC-2026-0001/1", { incident: "INC-2026-0001", event: { kind: "opened", at: "2026-01-03T00:00:00.000Z", run: run.id, finding: "risk/precision", title: "precision fell", since: null, severity: "high", owner: null, consequence: "pause" } });
  enter("incident", "INC-2026-0001/2", { incident: "INC-2026-0001", event: { kind: "acknowledged", at: "2026-01-03T00:30:00.000Z", by: "Ada", note: null } });
  enter("decision", "DEC-2026-0001", { id: "DEC-2026-0001", run: run.id, model: "risk", environment: "candidate", action: "roll-back", byPolicy: "proceed", by: ["Ada"], request: null, reason: "too slow", waivers: [], at: "2026-01-04T00:00:00Z" });
  enter("alert", "d1", { delivery: "d1", channel: "on-call", attempts: 2, raisedAt: "2026-01-03T00:00:00.000Z", deliveredAt: "2026-01-03T00:02:00.000Z", alerts: [{ key: "INC-2026-0001/1", kind: "opened", incident: "INC-2026-0001", at: "2026-01-03T00:00:00.000Z", severity: "high", model: "risk", environment: "candidate" }] });
  enter("remedy", "RMD-2026-0001/1", { kind: "started", id: "RMD-2026-0001", at: "2026-01-03T00:05:00.000Z", incident: "INC-2026-0001", remedy: "scale-back", by: "lockstep serve", request: null, holder: "h" });
  enter("remedy", "RMD-2026-0001/2", { kind: "finished", id: "RMD-2026-0001", at: "2026-01-03T00:06:00.000Z", done: true, outcome: "traffic is at 0 %" });
  enter("policy", "v2", { version: 2, project: null, digest: "0".repeat(64), author: "Eve", at: "2026-01-05T00:00:00.000Z", before: 1, difference: ["singlePerson: false -> true"], request: null });
  enter("remedy", "RMD-2026-0002/1", { kind: "started", id: "RMD-2026-0002", at: "2026-01-03T00:05:00.000Z", incident: "INC-2026-0009", remedy: "other", by: "lockstep serve", request: null, holder: "h" });
  const entries = [...store.ledger()];
  const head = entries.at(-1);
  if (head !== undefined) enter("checkpoint", `head-${head.sequence}`, signCheckpoint(head, "2026-02-01T01:00:00.000Z", teamKey.privateKey));
  return store;
};
