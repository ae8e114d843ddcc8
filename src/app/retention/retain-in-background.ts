import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { applyRetention } from "./apply-retention.ts";
import { keepOf } from "./keep-of.ts";
import { pruneBeside } from "./prune-beside.ts";

/** What the last round said would go. */
const planned = new WeakMap<ServerWorld, ReadonlySet<string>>();
/** So many ids stand in one line of the log. */
const mostTold = 50;

/**
 * What a server does by itself, hour after hour: removes what is older than agreed, and only where people wrote down how long documents are kept (`policy.retention`). A run goes only after the
 * round before said in the log that it will, and nothing does while the clock is in doubt.
 */
export const retainInBackground = (world: ServerWorld, actor: string): void => {
  const { store, catalogue, deliveries, folder, loaded, clock, log } = world;
  if (loaded?.manifest.policy?.retention === undefined) return;
  const at = { store, catalogue, folder, keepMs: keepOf(loaded), now: clock.now(), actor, clockIsRight: false };
  try {
    const only = planned.get(world) ?? new Set<string>();
    const { removed, warning } = applyRetention(at, { dryRun: false, only });
    if (warning !== null) log.warn({ what: "retention" }, warning);
    if (removed.length > 0) log.info({ what: "retention", runs: removed.length }, "took away what is older than agreed");
    const plan = applyRetention(at, { dryRun: true }).removed.map(({ run }) => run);
    planned.set(world, new Set(plan));
    if (plan.length > 0) log.info({ what: "retention", runs: plan.length, ids: plan.slice(0, mostTold) }, "will be taken away in the next round, in an hour: it is older than agreed");
    const { pruned, entry } = pruneBeside({ ...at, deliveries }, { dryRun: false });
    if (entry !== null) log.info({ what: "retention", ...pruned, entry }, "took away what is older than agreed beside the documents");
  } catch (cause) {
    if (!(cause instanceof LockstepError) || cause.code !== "LS742") throw cause;
    log.warn({ what: "retention", code: cause.code }, `${cause.message}; compare the clock, and where it is right: lockstep retention apply --yes --clock-is-right`);
  }
};
