import type { Run } from "../../core/domain/run.ts";
import type { Look } from "../../core/incident/look.ts";
import { lookOfRun } from "../incident/look-of-run.ts";

/** So much a clock elsewhere may be ahead of ours, ms. */
const aheadMs = 300_000;

/**
 * What a pushed run of `lockstep validate` says to this store's incidents, as if it had been made here: otherwise nobody would be told of what CI finds. Null where it says nothing: only claims of
 * the model that the run is about count, for whoever pushes may be for that one alone; a look as of a time still to come would keep every later one from being heard. `now` in ms.
 */
export const pushedLook = (run: Run, model: string | null, now: number): Look | null => {
  const look = lookOfRun(run);
  if (look === null || model === null || Date.parse(look.at) > now + aheadMs) return null;
  const own = (run.validation?.hypotheses ?? []).every(({ hypothesis }) => hypothesis.model === model && hypothesis.id === `${model}/${hypothesis.name}`);
  return own ? look : null;
};
