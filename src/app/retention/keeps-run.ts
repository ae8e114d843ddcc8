import { Baseline } from "../../core/domain/baseline.ts";
import type { Hold } from "../../core/domain/hold.ts";
import { LedgerKind } from "../../core/domain/ledger-entry.ts";
import { SignOffStatement } from "../../core/evidence/statement.ts";
import type { RunStore, RunSummary } from "../../ports/run-store.ts";
import { loadRequests } from "../governance/load-requests.ts";
import { incidentsNow } from "../incident/incidents-of.ts";
import { loadHolds } from "./holds.ts";

/** Why a run that is old stays, in words; null when nothing keeps it. Read once, for all runs. */
export const keepsRun = (store: RunStore, newest: ReadonlySet<string>, now: number): ((run: RunSummary) => string | null) => {
  const holds = loadHolds(store).filter(({ status }) => status === "in-force");
  const named = new Map<string, string>();
  for (const incident of incidentsNow(store)) {
    if (incident.status === "closed") continue;
    for (const event of incident.events) if ("run" in event) named.set(event.run, `the open incident ${incident.id} names it`);
  }
  for (const { id, status, subject } of loadRequests(store, now)) if ((status === "open" || status === "approved") && subject.kind === "decision") named.set(subject.run, `the request ${id} is about it`);
  for (const baseline of baselinesInForce(store)) named.set(baseline.run.id, `baseline ${baseline.model}/v${baseline.version} rests on it`);
  for (const { payload } of store.records("sign-off")) {
    const read = SignOffStatement.safeParse((payload as { readonly statement?: unknown } | null)?.statement);
    if (read.success && Date.parse(read.data.predicate.expiresAt) > now) named.set(read.data.predicate.run.id, `the sign-off of ${read.data.predicate.model} in ${read.data.predicate.environment} rests on it`);
  }
  return (run) => {
    const hold = holds.find((each) => holdsRun(each, run));
    if (hold !== undefined) return `${hold.id} holds it: ${hold.reason}`;
    return named.get(run.id) ?? (newest.has(run.id) ? "it is the newest of its model and environment" : null);
  };
};

const holdsRun = ({ model, from, to }: Hold, run: RunSummary): boolean => {
  const started = Date.parse(run.startedAt);
  return (model === null || model === run.model) && (from === null || started >= Date.parse(from)) && (to === null || started < Date.parse(to));
};

/** The newest version of each model's baseline, and the one that it takes up again. */
const baselinesInForce = (store: RunStore): readonly Baseline[] => {
  const all = store.records(LedgerKind.enum.baseline).flatMap(({ payload }) => {
    const read = Baseline.safeParse(payload);
    return read.success ? [read.data] : [];
  });
  const last = new Map<string, Baseline>();
  for (const baseline of all) if ((last.get(baseline.model)?.version ?? 0) < baseline.version) last.set(baseline.model, baseline);
  return [...last.values()].flatMap((baseline) => [baseline, ...all.filter(({ model, version }) => model === baseline.model && version === baseline.revertOf)]);
};
