import { appendEvents } from "../../../src/app/incident/append-events.ts";
import { appendRequestEvent, enterAsked } from "../../../src/app/governance/append-request-event.ts";
import type { Alert, Delivery } from "../../../src/core/domain/alert.ts";
import type { ApprovalRule, DecisionRecord, RequestEvent, RequestSubject } from "../../../src/core/domain/change-request.ts";
import type { IncidentEvent } from "../../../src/core/domain/incident.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import type { Waiver } from "../../../src/core/domain/waiver.ts";
import type { CanonicalValue } from "../../../src/core/ledger/canonical-json.ts";
import type { DeliveryStore } from "../../../src/ports/delivery-store.ts";
import type { RunStore } from "../../../src/ports/run-store.ts";
import { validateExamples } from "../../../src/report/example-runs/example-runs.ts";

/** The people of the example; Ben is at this machine. */
export const ana = "Ana Reyes <ana@example.org>";
export const ben = "Ben Okafor <ben@example.org>";
export const cem = "Cem Aksoy <cem@example.org>";

const dayMs = 864e5;
const now = Date.now();
const ago = (days: number): string => new Date(now - days * dayMs).toISOString();

/** What was agreed among them. */
export const peopleManifest = `version: 1
project: lending
models:
  loan-risk:
    owner: { name: Ana Reyes, contact: risk@example.org }
alerts:
  channels:
    on-call: { alertmanager: "http://127.0.0.1:9/" }
    lending: { slack: "env:SLACK_URL" }
  routes:
    - to: [on-call]
    - to: [lending]
      severity: high
policy:
  people:
    ${ana}: [data-science]
    ${ben}: [engineering]
    ${cem}: [compliance]
  approvals:
    decision: { functions: { engineering: 1, compliance: 1 } }
    waiver: { of: 1 }
  decisions:
    - { verdict: fail, severity: high, environment: production, then: roll-back, why: money is lost every day }
    - { verdict: inconclusive, then: pause }
  reviews:
    dependencies: { what: "Dependencies of every model against the lock files", every: 30d, people: ["${ana}", "${ben}"], from: "2026-01-01" }
    policy: { what: "This policy, read aloud once", every: 365d, people: ["${cem}"], from: "2026-09-01" }
  remedies:
    shed-traffic: { description: Send half of the traffic to the version before, command: [echo, "{model}"], dryRun: [echo, "would send half of {model} to the version before"], automatic: true, perDay: 2 }
    page-the-desk: { description: Tell the lending desk to decide by hand, command: [echo, "{incident}"], automatic: false }
`;

/** A run of the example for another model, under another id. */
const runFor = (run: Run, model: string, id: string): Run => ({ ...(JSON.parse(JSON.stringify(run).replaceAll("loan-risk", model)) as Run), id });

const opened = (over: Partial<Extract<IncidentEvent, { kind: "opened" }>> = {}): IncidentEvent => ({
  kind: "opened", at: ago(6), run: "run-20261103-000512-left", finding: "loan-risk/precision", incident: "departure", title: "At least 83 % of the loans we approve are paid back", since: ago(8), severity: "high", owner: { name: "Ana Reyes", contact: "risk@example.org" },
  consequence: "roll-back", verdict: "fail", estimate: 0.789, interval: { low: 0.775, high: 0.803, level: 0.95, method: "confidence sequence" }, sentence: "precision of approved is 78.9 % (77.5 % to 80.3 %), below the corridor of 83 % to 87 %", ...over,
});

const observed = (days: number, verdict: "fail" | "pass", sentence: string): IncidentEvent => ({ kind: "observed", at: ago(days), run: `run-20261104-000512-night-${String(days)}`, verdict, estimate: 0.789, interval: null, sentence });

const incidents = (store: RunStore): void => {
  const enter = (events: readonly IncidentEvent[]): unknown => appendEvents(store, () => [{ incident: null, events }], "watch");
  enter([
    opened(), observed(5, "fail", "precision of approved is 79.1 %, still below the corridor"), observed(4, "fail", "precision of approved is 78.8 %, still below the corridor"),
    { kind: "escalated", at: ago(3.9), to: "Dana Weiss, head of lending", why: "nobody acknowledged it within 48 h" }, { kind: "acknowledged", at: ago(3.8), by: ana, note: "Seen. The bureau changed its scale on the 14th; asking them which loans." },
    { kind: "remedied", at: ago(3.7), by: ben, remedy: "shed-traffic", dryRun: true, outcome: "would send half of loan-risk to the version before" }, { kind: "commented", at: ago(3), by: cem, note: "Compliance needs the number of customers who were refused because of it.\nPlease before Friday." },
    { kind: "action", at: ago(2.5), by: ana, item: { id: "A1", title: "Ask the bureau for the loans scored on the new scale", owner: "Ana Reyes", due: ago(1).slice(0, 10) } }, { kind: "action", at: ago(2.5), by: ana, item: { id: "A2", title: "Alert when bureau_score moves by more than two bins", owner: "Ben Okafor", due: new Date(now + 5 * dayMs).toISOString().slice(0, 10) } },
    observed(2, "fail", "precision of approved is 78.9 %, still below the corridor"), { kind: "action-done", at: ago(1), by: ben, item: "A2", note: "in the manifest since today" },
  ]);
  enter([opened({ finding: "loan-risk/p99", title: "99 of 100 answers come within 120 ms", severity: "critical", owner: null, since: ago(0.2), at: ago(0.1), sentence: "p99 of latency is 184 ms, above the limit of 120 ms", estimate: 184, consequence: "pause" })]);
  enter([opened({ finding: "review due loan-risk/approval-rate", incident: "review", title: "The claim about the approval rate falls due", severity: "low", verdict: "warn", sentence: "it was to be looked at again until 31 October", at: ago(20), since: null, consequence: "investigate" })]);
  enter([
    opened({ finding: "loan-risk/volume", title: "Between 900 and 1,600 applications a day", at: ago(40), since: ago(41), severity: "medium" }), observed(38, "pass", "volume is 1,204 per day"), { kind: "recovered", at: ago(36), run: "run-20261104-000512-night-38", looks: 3 }, { kind: "closed", at: ago(36), by: null, why: "3 looks in a row were well" },
    { kind: "judged", at: ago(35), by: ana, alarm: "confirmed", note: "A file was delivered twice." },
    { kind: "post-mortem", at: ago(34), by: ana, postMortem: { summary: "One file of applications was read twice on two days.", impact: "Counts of two days were doubled. No customer was affected: no decision rests on the volume.", detection: "The corridor of the volume, one day after it began.", cause: "The export was started again by hand after a timeout, and wrote the same file under another name.\n\nNothing compared the files’ contents.", response: "The second file was taken away; three nightly looks were well.", lessons: "Files are now named by their digest. That the corridor heard it within a day was as agreed." } },
  ]);
};

const ask = (store: RunStore, subject: RequestSubject, by: string, reason: string, rule: ApprovalRule, days: number, authors: readonly string[] = []): string =>
  enterAsked(store, { kind: "asked", at: ago(days), by, subject, reason, rule, authors: [...authors], expiresAt: new Date(now + (14 - days) * dayMs).toISOString() }, { by, now: now - days * dayMs }).id;

const answer = (store: RunStore, id: string, event: RequestEvent, by: string): unknown => appendRequestEvent(store, id, () => event, { by, now: Date.parse(event.at) });

const two: ApprovalRule = { of: 2, functions: { engineering: 1, compliance: 1 }, singlePerson: false };
const one: ApprovalRule = { of: 1, functions: {}, singlePerson: false };
const run = "run-20261103-000512-left";

const requests = (store: RunStore): void => {
  const decision = ask(store, { kind: "decision", run, model: "loan-risk", environment: "production", action: "proceed-with-mitigation" }, ana, "Half of the traffic goes to version 11 until the bureau answers. Rolling back everything would lose the fix of the age bug.", two, 2, ["Dana Weiss <dana@example.org>"]);
  answer(store, decision, { kind: "approved", at: ago(1), by: cem, as: "compliance", note: "Under the condition that refused customers are asked again." }, cem);
  ask(store, { kind: "waiver", model: "loan-risk", environment: "production", finding: "hypothesis/loan-risk/p99", expiresAt: new Date(now + 20 * dayMs).toISOString(), owner: "Ben Okafor" }, ben, "The new hardware comes in two weeks.", one, 1);
  ask(store, { kind: "amendment", model: "loan-risk", what: "hypotheses.precision", before: "claim: At least 83 % are paid back\nmetric: precision\nmargin: 2 points\nwindow: week", after: "claim: At least 81 % are paid back\nmetric: precision\nmargin: 4 points\nwindow: week", affects: [run] }, ana, "The bureau’s new scale moves the whole population; agreed with the lending board.", one, 3);
  const refused = ask(store, { kind: "remedy", incident: "INC-2026-0001", remedy: "page-the-desk", model: "loan-risk" }, ana, "The desk could decide the doubtful ones by hand.", one, 5);
  answer(store, refused, { kind: "refused", at: ago(4.5), by: cem, note: "The desk is closed this week." }, cem);
  const self = ask(store, { kind: "waiver", model: "loan-risk", environment: null, finding: "latency/*", expiresAt: ago(2), owner: "Ben Okafor" }, ben, "A release freeze.", { ...one, singlePerson: true }, 30);
  answer(store, self, { kind: "approved", at: ago(29), by: ben, as: "engineering", note: null }, ben);
};

const record = (store: RunStore, kind: "waiver" | "decision", each: Waiver | DecisionRecord, by: string): unknown => store.enter({ kind, subject: each.id, payload: each as unknown as CanonicalValue }, by);

const agreed = (store: RunStore): void => {
  const waiver = { model: "loan-risk", environment: "production", owner: "Ben Okafor", requestedBy: ben, approvedBy: [ana] };
  record(store, "waiver", { ...waiver, id: "WVR-2026-0001", environment: null, finding: "latency/*", reason: "A release freeze.", approvedBy: [ben], from: ago(29), expiresAt: ago(2) }, ben);
  record(store, "waiver", { ...waiver, id: "WVR-2026-0002", finding: "feature/bureau_score", reason: "The bureau said when it will answer.", from: ago(10), expiresAt: new Date(now + 3 * dayMs).toISOString() }, ana);
  record(store, "waiver", { ...waiver, id: "WVR-2026-0003", finding: "hypothesis/loan-risk/approval-rate", reason: "The campaign runs until the end of the quarter.", from: ago(10), expiresAt: new Date(now + 60 * dayMs).toISOString() }, ana);
  record(store, "decision", { id: "DEC-2026-0001", run, model: "loan-risk", environment: "production", action: "pause", byPolicy: "roll-back", by: [ana, cem], request: null, reason: "Paused until the bureau answers; a roll back loses the fix of the age bug.", waivers: ["WVR-2026-0003"], at: ago(5) }, ana);
  record(store, "decision", { id: "DEC-2026-0002", run, model: "loan-risk", environment: "staging", action: "proceed", byPolicy: "proceed", by: [], request: null, reason: "All that was promised holds.", waivers: [], at: ago(12) }, "policy");
};

const alertOf = (at: number, incident: string, title: string, kind: Alert["kind"] = "opened"): Alert => ({
  key: `${incident}/${String(at)}`, kind, at: ago(6), incident, thread: incident, title, sentence: "precision of approved is 78.9 %, below the corridor of 83 % to 87 %", severity: "high", model: "loan-risk", environment: "production", subject: "loan-risk/precision", owner: "Ana Reyes", escalatedTo: null, consequence: "roll-back",
  impact: { perDay: 4200, unit: "EUR" }, since: ago(8), run, url: null,
  startedAt: ago(6),
});

const deliveries = (store: DeliveryStore): void => {
  const delivery = (id: string, over: Partial<Delivery>): Delivery => ({ id: id.repeat(16), channel: "on-call", alerts: [alertOf(1, "INC-2026-0001", "At least 83 % of the loans we approve are paid back")], status: "delivered", reason: null, attempts: 1, createdAt: ago(6), nextAt: null, deliveredAt: ago(6), triedAt: ago(6), ...over });
  // Far off: the server's own deliverer leaves it alone.
  const later = new Date(now + 3 * dayMs).toISOString();
  store.put([
    delivery("a1b2", {}),
    delivery("c3d4", { channel: "lending", status: "failed", reason: "404 no_team: the webhook is known no longer", attempts: 12, deliveredAt: null, createdAt: ago(5) }),
    delivery("e5f6", { channel: "lending", status: "waiting", reason: "503 Service Unavailable", attempts: 3, deliveredAt: null, nextAt: later, createdAt: ago(0.1), alerts: [alertOf(1, "INC-2026-0002", "99 of 100 answers come within 120 ms"), alertOf(4, "INC-2026-0001", "At least 83 % of the loans we approve are paid back", "escalated")] }),
    delivery("0718", { status: "muted", reason: "muted until Monday: the data centre moves", attempts: 0, deliveredAt: null, createdAt: ago(2), alerts: [alertOf(2, "INC-2026-0004", "Between 900 and 1,600 applications a day", "closed")] }),
  ], store.cursor());
};

const examples = [validateExamples.holds, validateExamples.segment, validateExamples.holds, validateExamples.blind, validateExamples.left, validateExamples.refused];

/** A look at another model: of six two are well, two are not, of two it cannot be told. */
export const runOf = (model: string, index: number): Run => runFor((examples[index % examples.length] ?? validateExamples.holds)(), model, `run-20261104-0001${String(index).padStart(3, "0")}-${model}`);

/** Fills a store so that people have something to do: runs, incidents, requests, what was agreed, alerts on their way; and other models, of which some are not well. */
export const fillPeople = ({ store, deliveries: told }: { readonly store: RunStore; readonly deliveries: DeliveryStore }, models: readonly string[] = []): void => {
  store.save(validateExamples.left(), "nightly");
  for (const [index, model] of models.entries()) store.save(runOf(model, index), "nightly");
  incidents(store);
  requests(store);
  agreed(store);
  deliveries(told);
};
