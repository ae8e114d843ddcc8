import type { Hypothesis, HypothesisRecord } from "../../core/domain/hypothesis.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { changedFields, type ChangedField, isJudged } from "../../core/hypothesis/changed-fields.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { meantOrListed } from "../manifest/checked-manifest.ts";
import { nearest } from "../manifest/nearest.ts";
import { latestOf, registeredHypotheses } from "./registered.ts";

/** What a look said of a hypothesis. */
export interface KnownVerdict {
  readonly run: string;
  readonly asOf: string;
  /** The version that was judged. */
  readonly version: number;
  readonly verdict: Verdict;
  readonly estimate: number | null;
  readonly reason: string;
}

/** A hypothesis as it is written, as it was registered, and what was said of it. */
export interface ListedHypothesis {
  readonly id: string;
  /** As the manifest has it; null: only the ledger knows it. */
  readonly written: Hypothesis | null;
  readonly versions: readonly HypothesisRecord[];
  /** `amended elsewhere`: the manifest says otherwise than the last version, in something that is judged. */
  readonly state: "registered" | "not registered" | "changed" | "reworded" | "no longer in the manifest";
  /** In what the manifest differs from the last version. */
  readonly pending: readonly ChangedField[];
  /** Newest first. */
  readonly verdicts: readonly KnownVerdict[];
}

/** Looks further back than this are found with `lockstep runs`. */
const mostRuns = 100;

/** All hypotheses of these models, in the manifest's order, then those that only the ledger knows. `store` is null where nothing was ever recorded. */
export const listHypotheses = (hypotheses: readonly Hypothesis[], models: readonly string[], store: RunStore | null): readonly ListedHypothesis[] => {
  const records = store === null ? [] : registeredHypotheses(store);
  const verdicts = store === null ? new Map<string, KnownVerdict[]>() : verdictsOf(store, models);
  const gone = [...new Set(records.map(({ hypothesis }) => hypothesis))].filter((id) => models.includes(id.split("/")[0] ?? "") && !hypotheses.some((each) => each.id === id));
  return [...hypotheses.map(({ id }) => id), ...gone].map((id) => {
    const written = hypotheses.find((each) => each.id === id) ?? null;
    const versions = records.filter(({ hypothesis }) => hypothesis === id).toSorted((a, b) => a.version - b.version);
    const last = latestOf(records, id);
    const pending = written === null || last === null ? [] : changedFields(last.content, written);
    const state = written === null ? "no longer in the manifest" : last === null ? "not registered" : pending.length === 0 ? "registered" : pending.some(({ field }) => isJudged(field)) ? "changed" : "reworded";
    return { id, written, versions, state, pending, verdicts: verdicts.get(id) ?? [] };
  });
};

const verdictsOf = (store: RunStore, models: readonly string[]): Map<string, KnownVerdict[]> => {
  const found = new Map<string, KnownVerdict[]>();
  for (const { id: run } of models.flatMap((model) => store.list(mostRuns, 0, { model }))) {
    const validation = store.get(run)?.validation ?? null;
    for (const { hypothesis, version, verdict: ofAll, overall: whole, segments, refused } of validation?.hypotheses ?? []) {
      // A claim that fails within a segment does not hold, whatever all rows together say of it.
      const failing = ofAll === "fail" || ofAll === "error" ? undefined : segments.find(({ verdict }) => verdict === "fail");
      const [verdict, overall] = failing === undefined ? [ofAll, whole] : ["fail" as const, failing];
      const within = failing?.segment === undefined || failing.segment === null ? "" : `within ${failing.segment.column} = ${failing.segment.value}: `;
      const known: KnownVerdict = { run, asOf: validation?.asOf ?? "", version, verdict, estimate: overall?.estimate ?? null, reason: `${within}${refused?.message ?? overall?.reason ?? ""}` };
      found.set(hypothesis.id, [...(found.get(hypothesis.id) ?? []), known]);
    }
  }
  return found;
};

/** The one that a name means, `name` or `model/name`; also one that only the ledger knows. LS114 when there is none, LS113 when there are several. */
export const chosenOf = (listed: readonly ListedHypothesis[], name: string): ListedHypothesis => {
  const found = listed.filter(({ id }) => id === name || id.slice(id.indexOf("/") + 1) === name);
  const [only] = found;
  const ids = listed.map(({ id }) => id);
  if (only === undefined) throw new LockstepError("LS114", { message: `no hypothesis is called ${name}`, place: name, todo: meantOrListed(nearest(name, [...ids, ...ids.map((id) => id.slice(id.indexOf("/") + 1))]), ids, "Write one under models.NAME.hypotheses.") });
  if (found.length > 1) throw new LockstepError("LS113", { message: `several models have a hypothesis ${name}`, place: name, todo: `Write one of ${found.map(({ id }) => id).join(", ")}.` });
  return only;
};
