import { issueToken } from "../../../src/app/access/issue-token.ts";
import { appendEvents } from "../../../src/app/incident/append-events.ts";
import { placeHold, releaseHold } from "../../../src/app/retention/holds.ts";
import { type Scope, scopes } from "../../../src/core/domain/access.ts";
import type { ServerWorld } from "../../../src/app/serve/server-world.ts";
import { ana, ben, fillPeople } from "../dashboard-people/people-store.ts";
import { fillStore, fillWithMany, runLike } from "./filled-store.ts";

/** Names that a page has to bear: one without a space and too long for any line, one that runs from right to left and turns what follows about, two that mean something in an address. */
export const hardNames = {
  long: "customer_lifetime_value_and_propensity_to_churn_regression_ensemble_with_calibrated_probabilities_v2_final_candidate",
  turned: "נקודות-אשראי \u202Egnp.tnemyap",
  up: "..",
  marked: "<b>hostile</b> & \"name\"/with slash",
} as const;

const dayMs = 864e5;

const harderRuns = ({ store }: ServerWorld, now: number): void => {
  for (const [at, model] of [hardNames.long, hardNames.turned, hardNames.up].entries()) {
    for (const [index, example] of (["pass", at === 2 ? "inconclusive" : "fail"] as const).entries()) {
      store.save(runLike(example, { id: `hard-${String(at)}-${String(index)}`, model, environment: at === 0 ? "production-europe-west-4-kubernetes-blue" : "production", at: new Date(now - dayMs * (2 - index)).toISOString() }), "token ci-of-the-risk-team");
    }
  }
};

const harderIncidents = ({ store }: ServerWorld, now: number): void => {
  const at = (days: number): string => new Date(now - days * dayMs).toISOString();
  const opened = { kind: "opened", at: at(3), run: "hard-0-1", finding: "parity.decision", incident: "departure", title: `${hardNames.long} decides otherwise than it did where it was trained`, since: at(3.5), severity: "medium", owner: { name: "Dana Weiss-Featherstonehaugh, on behalf of the desk for private customers", contact: "desk@example.org" }, consequence: "pause", verdict: "fail", estimate: 0.031, interval: null, sentence: "3.1 % of the decisions are not the same" } as const;
  appendEvents(store, () => [{ incident: null, events: [opened, { kind: "acknowledged", at: at(2), by: ana, note: null }, { kind: "observed", at: at(1), run: "hard-0-2", verdict: "pass", estimate: 0, interval: null, sentence: "all decisions are the same again" }, { kind: "recovered", at: at(0.5), run: "hard-0-2", looks: 3 }] }], "watch");
  appendEvents(store, () => [{ incident: null, events: [{ ...opened, title: `حدود الائتمان ${hardNames.turned} <img src=x onerror=alert(1)>`, finding: "parity.score", severity: "low", owner: null }] }], "watch");
};

const tokensAndHolds = ({ store, access }: ServerWorld, now: number): void => {
  const issuer = { name: ana, scopes: [...scopes], models: null };
  const issue = (name: string, wanted: readonly Scope[], models: readonly string[] | null, days: number | null, made = now): string =>
    issueToken(access, store, { wish: { name, scopes: wanted, models, expiresAt: days === null ? null : new Date(made + days * dayMs).toISOString() }, issuer, now: made }).record.id;
  issue("ci-nightly", ["read", "push", "gate"], null, 90);
  issue("gateway-of-loan-risk", ["ingest"], ["loan-risk", hardNames.long], null);
  issue("over", ["read"], null, 10, now - 40 * dayMs);
  placeHold(store, { model: "loan-risk", from: new Date(now - 90 * dayMs).toISOString(), to: null, reason: "The supervisor asked for the decisions of the last quarter, letter of the 3rd." }, { by: ana, now: now - 5 * dayMs });
  const { id } = placeHold(store, { model: null, from: null, to: null, reason: "An audit of everything." }, { by: ben, now: now - 30 * dayMs });
  releaseHold(store, id, { request: null, note: "The audit is over.", singlePerson: true }, { by: ben, now: now - 8 * dayMs });
};

/** Fills a store with all that a page can show: runs of every kind and verdict, incidents in every state, requests, waivers soon over and over, reviews due, alerts delivered and failed, tokens, holds, names that are hard to bear; and so many models more. */
export const fillEverything = (world: ServerWorld, { models = 0, now = Date.now() }: { readonly models?: number; readonly now?: number } = {}): void => {
  fillStore(world.store, now);
  fillPeople(world);
  harderRuns(world, now);
  harderIncidents(world, now);
  tokensAndHolds(world, now);
  fillWithMany(world.store, models, now);
};
