import type { Verdict } from "../../core/domain/verdict.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { ComparedPair } from "./pair-outputs.ts";

export const pairName = ({ model, reference, candidate }: ComparedPair): string => `${model}: ${reference} and ${candidate}`;

/** Runs looked back at: a pipeline that has not compared a pair for so long compares it again. */
const lookBack = 500;

/** The newest verdict of every pair that a manifest's checks compared in this store. */
export const lastVerdicts = (store: RunStore): ReadonlyMap<string, Verdict> => {
  const found = new Map<string, Verdict>();
  for (const { id } of store.list(lookBack, 0)) {
    const run = store.get(id);
    if (run?.agreement === null || run === null) continue;
    const name = pairName({ model: run.agreement.model, reference: run.environments.reference.name, candidate: run.environments.candidate.name });
    if (!found.has(name)) found.set(name, run.verdict);
  }
  return found;
};
