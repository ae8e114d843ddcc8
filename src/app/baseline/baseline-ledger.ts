import { Baseline } from "../../core/domain/baseline.ts";
import { canonicalJson, type CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { actor } from "../actor.ts";

/** Baselines of a model that this store's ledger knows, oldest first. */
export const enteredBaselines = (store: RunStore, model: string): Baseline[] =>
  store.records("baseline").flatMap(({ payload }) => {
    const read = Baseline.safeParse(payload);
    return read.success && read.data.model === model ? [read.data] : [];
  });

/** The highest version that was ever approved here: a number is not used again when its folder is gone. 0 when there is none. */
export const takenVersions = (store: RunStore, model: string): number => Math.max(0, ...enteredBaselines(store, model).map(({ version }) => version));

/** What this store's ledger knows of a baseline: `entered` as it is, `other` content under its version, or nothing, as on another machine. */
export const knownAs = (store: RunStore, baseline: Baseline): "entered" | "other" | null => {
  const entered = enteredBaselines(store, baseline.model).find(({ version }) => version === baseline.version);
  if (entered === undefined) return null;
  return canonicalJson(entered as CanonicalValue) === canonicalJson(baseline as CanonicalValue) ? "entered" : "other";
};

/** Enters an approved or reverted baseline; once is enough. */
export const enterBaseline = (store: RunStore, baseline: Baseline): void => {
  if (knownAs(store, baseline) === null) store.enter({ kind: "baseline", subject: `${baseline.model}/v${baseline.version}`, payload: baseline as CanonicalValue }, actor());
};
