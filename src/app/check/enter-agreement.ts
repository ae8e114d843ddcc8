import type { Agreement } from "../../core/domain/agreement.ts";
import { type CanonicalValue, canonicalJson } from "../../core/ledger/canonical-json.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CheckOptions } from "./check-options.ts";

/** What a verdict rests on when people agreed on it; a change of it is told apart from a change of the model. */
const termsOf = ({ model, modes, budgets, overrides, policy, decision, cases }: Agreement, options: CheckOptions): CanonicalValue =>
  ({
    model, modes, budgets, overrides, policy, decision, cases,
    tolerances: options.tolerance, maxOutside: options.maxOutside, maxUnmatched: options.maxUnmatched, maxLatencyRatio: options.maxLatencyRatio, claim: options.claim,
  }) as unknown as CanonicalValue;

/**
 * Enters the terms of an agreement into the ledger when they are not those of this model's last check here: before anything is asked, so that the record shows what
 * was agreed before the data was seen. Nothing is entered for the same terms again.
 */
export const enterAgreement = (store: RunStore, agreement: Agreement, options: CheckOptions, { runId, actor }: { readonly runId: string; readonly actor: string }): void => {
  const terms = termsOf(agreement, options);
  const digest = sha256(canonicalJson(terms));
  const last = store.records("agreement").findLast(({ payload }) => payloadOf(payload)["model"] === agreement.model);
  if (last !== undefined && payloadOf(last.payload)["digest"] === digest) return;
  const before = last === undefined ? null : (payloadOf(last.payload)["digest"] ?? null);
  // A run that was killed and is tried again under its own id may find other terms agreed meanwhile.
  const tried = store.records("agreement").some(({ subject }) => subject === `${agreement.model} ${runId}`);
  store.enter({ kind: "agreement", subject: `${agreement.model} ${runId}${tried ? ` ${digest.slice(0, 12)}` : ""}`, payload: { model: agreement.model, digest, before, manifests: agreement.manifests, terms } as CanonicalValue }, actor);
};

const payloadOf = (payload: CanonicalValue): Readonly<Record<string, CanonicalValue>> => (payload !== null && typeof payload === "object" && !Array.isArray(payload) ? (payload as Readonly<Record<string, CanonicalValue>>) : {});
