import { alertRulesOf } from "./alert-rules-of.ts";
import type { AlertWorld } from "./alert-world.ts";
import { createDeliverer } from "./create-deliverer.ts";
import { planAlerts } from "./plan-alerts.ts";

/** How often the ledger's head is looked at: any process may write. */
const pollMs = 1_000;

const orphansEveryMs = 60_000;

/** How often a server says that it delivers, and for how long it is believed. */
const attendEveryMs = 10_000;
const believedMs = 3 * attendEveryMs;

/** After a fault of the store itself, such as a full disk. */
const faultPauseMs = 10_000;

/**
 * Tells people of what happens to incidents, as `alerts:` says, until it is stopped; at once over where there is no `alerts:`. Several processes may do it at the same time: each
 * delivery is held by one of them. Each channel has a worker of its own. Never rejects: what goes wrong is logged and tried again.
 */
export const deliverAlerts = async (world: AlertWorld, signal: AbortSignal): Promise<void> => {
  const entry = world.loaded?.manifest.alerts;
  if (entry === undefined) return;
  const rules = await alertRulesOf(entry);
  const deliverer = createDeliverer(entry, rules, world);
  const workers = new Map<string, Promise<void>>();
  const faults = (error: unknown): void => {
    if (!signal.aborted) world.log.error({ error: world.io.redact((error as Error).message) }, "alerts: a fault; it goes on");
  };
  let [looked, attended] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  while (!signal.aborted) {
    let pause = pollMs;
    try {
      if (leftToServer(world)) {
        await world.clock.sleep(pollMs, signal).catch(() => {});
        continue;
      }
      if (world.yields !== true && world.clock.monotonic() - attended > attendEveryMs) {
        world.deliveries.attend(world.clock.now());
        attended = world.clock.monotonic();
      }
      planAlerts(world, rules);
      if (world.clock.monotonic() - looked > orphansEveryMs) {
        deliverer.dropOrphans();
        looked = world.clock.monotonic();
      }
    } catch (error) {
      faults(error);
      pause = faultPauseMs;
    }
    for (const { name } of rules.channels) {
      if (workers.has(name)) continue;
      workers.set(name, deliverer.drain(name, signal).catch(faults).finally(() => workers.delete(name)));
    }
    await world.clock.sleep(pause, signal).catch(() => {});
  }
  await Promise.all(workers.values());
  await deliverer.close();
};

/** Once what is due now, without waiting for groups to be complete: for who does not stay. */
export const deliverDue = async (world: AlertWorld, signal: AbortSignal, { all = true }: { readonly all?: boolean } = {}): Promise<void> => {
  const entry = world.loaded?.manifest.alerts;
  if (entry === undefined || leftToServer(world)) return;
  const rules = await alertRulesOf(entry);
  const deliverer = createDeliverer(entry, rules, world);
  try {
    planAlerts(world, rules, { all });
    deliverer.dropOrphans();
    await Promise.all(rules.channels.map(({ name }) => deliverer.drain(name, signal)));
  } finally {
    await deliverer.close();
  }
};

const leftToServer = ({ yields = false, deliveries, clock }: AlertWorld): boolean => {
  const at = yields ? deliveries.attendedAt() : null;
  return at !== null && Math.abs(clock.now() - at) < believedMs;
};
