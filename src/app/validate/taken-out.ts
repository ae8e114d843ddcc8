import type { Gone } from "../../checks/corridor/findings/taken-out-finding.ts";
import type { Hypothesis, HypothesisRecord } from "../../core/domain/hypothesis.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { latestOf } from "../hypothesis/registered.ts";
import { listHypotheses } from "../hypothesis/list-hypotheses.ts";

/** Claims of a model that decided when they were last registered and are no longer in the manifest, with what was last said of each. One that was amended to decide nothing may go. */
export const takenOut = (runs: RunStore, records: readonly HypothesisRecord[], model: string, written: readonly Hypothesis[]): readonly Gone[] => {
  const gone = new Set(records.filter(({ content, hypothesis }) => content.model === model && !written.some(({ id }) => id === hypothesis)).map(({ hypothesis }) => hypothesis).filter((id) => latestOf(records, id)?.content.mode === "enforce"));
  if (gone.size === 0) return [];
  return listHypotheses(written, [model], runs).filter(({ id }) => gone.has(id)).map(({ id, versions, verdicts: [last] }) => ({ id, name: versions[0]?.content.name ?? id, claim: versions.at(-1)?.content.claim ?? "", last: last === undefined ? null : { verdict: last.verdict, run: last.run, asOf: last.asOf } }));
};
