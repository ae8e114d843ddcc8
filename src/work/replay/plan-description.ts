import { type CanonicalValue, canonicalJson } from "../../core/ledger/canonical-json.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { Journal } from "../../ports/journal.ts";
import { PLAN_VERSION } from "./replay-defaults.ts";

/** Everything that decides what is asked of whom, but the seed. Holds no secret: it is written to disk. */
export interface PlanDescription {
  /** sha256 of the inputs, hex, and how they were read. */
  readonly inputs: string;
  /** Addresses by side, without credentials. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Options that shape calls or answers: columns, repeats, batch size, probes, protocol, model, template … */
  readonly options: { readonly [name: string]: CanonicalValue };
}

/** Names a replay's journal: the same description finds its journal again, another one has its own. */
export const journalName = (description: PlanDescription): string => sha256(canonicalJson({ ...description, version: PLAN_VERSION })).slice(0, 16);

/**
 * Begins a journal, or goes on with it when it was made for the same description: then its seed is the one that counts. With a seed
 * of the user's own, only a journal of that seed is continued. What a journal of another plan holds is forgotten.
 */
export const beginPlan = (journal: Journal, description: PlanDescription, seed: { readonly value: number; readonly agreed: boolean }): { readonly seed: number; readonly resumed: boolean } => {
  const written = seedIn(journal.plan);
  const keep = written !== null && (!seed.agreed || written === seed.value);
  const plan = canonicalJson({ ...description, version: PLAN_VERSION, seed: keep ? written : seed.value });
  const resumed = journal.plan === plan;
  journal.begin(resumed ? plan : canonicalJson({ ...description, version: PLAN_VERSION, seed: seed.value }));
  return { seed: resumed ? (written as number) : seed.value, resumed };
};

const seedIn = (plan: string | null): number | null => {
  if (plan === null) return null;
  const { seed } = JSON.parse(plan) as { seed?: unknown };
  return typeof seed === "number" ? seed : null;
};
