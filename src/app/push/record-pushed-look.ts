import type { Run } from "../../core/domain/run.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { incidentPolicyOf } from "../incident/incident-policy-of.ts";
import { lookOfRun } from "../incident/look-of-run.ts";
import { recordLook } from "../incident/record-look.ts";

/** So much a clock elsewhere may be ahead of ours, ms. */
const aheadMs = 300_000;

/**
 * What a pushed run of `lockstep validate` says to this store's incidents, as if it had been made here: otherwise nobody would be told of what CI finds. Only claims of the
 * model that the run is about count, for whoever pushes may be for that one alone; a look as of a time still to come would keep every later one from being heard. Said twice,
 * it changes nothing.
 */
export const recordPushedLook = ({ store, loaded, clock }: Pick<ServerWorld, "store" | "loaded" | "clock">, run: Run, model: string | null, actor: string): void => {
  const look = lookOfRun(run);
  if (look === null || model === null || Date.parse(look.at) > clock.now() + aheadMs) return;
  const own = (run.validation?.hypotheses ?? []).every(({ hypothesis }) => hypothesis.model === model && hypothesis.id === `${model}/${hypothesis.name}`);
  if (own) recordLook(store, look, incidentPolicyOf({ watch: loaded?.manifest.watch }), actor);
};
