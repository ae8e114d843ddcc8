import type { ServerWorld } from "../serve/server-world.ts";
import { applyRetention } from "./apply-retention.ts";
import { keepOf } from "./keep-of.ts";
import { pruneEvents } from "./prune-events.ts";

/** What a server does by itself: removes what is older than agreed, and only where people wrote down how long documents are kept (`policy.retention`). */
export const retainInBackground = ({ store, catalogue, folder, loaded, clock, log }: ServerWorld, actor: string): void => {
  if (loaded?.manifest.policy?.retention === undefined) return;
  const { removed, warning } = applyRetention({ store, catalogue, folder, keepMs: keepOf(loaded), now: clock.now(), actor }, { dryRun: false });
  if (warning !== null) log.warn({ what: "retention" }, warning);
  const events = pruneEvents({ store, folder, keepMs: keepOf(loaded), now: clock.now() });
  if (events.length > 0) log.info({ what: "retention", events: events.length }, "took away events that are older than agreed");
  if (removed.length > 0) log.info({ what: "retention", runs: removed.length }, "took away what is older than agreed");
};
