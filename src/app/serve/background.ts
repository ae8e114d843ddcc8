import { deliverAlerts } from "../alerts/deliver-alerts.ts";
import { escalateOpen } from "../incident/record-look.ts";
import { retryWriteBacks } from "../hooks/check-for-registry.ts";
import { enterPolicy } from "../governance/enter-policy.ts";
import { policyOfManifest } from "../governance/policy-of-manifest.ts";
import { openOverdueReviews } from "../governance/reviews.ts";
import { startAutomaticRemedies } from "../governance/start-automatic-remedies.ts";
import { tellWhatFallsDue } from "../governance/tell-what-falls-due.ts";
import { incidentPolicyOf } from "../incident/incident-policy-of.ts";
import { incidentsAtHand } from "./incidents-at-hand.ts";
import { enterForgotten, forgetSpans } from "../retention/forget-spans.ts";
import { retainInBackground } from "../retention/retain-in-background.ts";
import type { ServerWorld } from "./server-world.ts";
import { watchBeside } from "./watch-beside.ts";

const minute = 60_000;

/** As the ledger names the server where nobody asked it to. */
export const serverActor = "lockstep serve";

/** What the server does besides answering, until it is stopped. Whatever fails is logged and tried again; none of it can bring the server down. */
export const startBackground = (world: ServerWorld, watched: readonly string[]): { stop(): Promise<void> } => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const { clock, log, io } = world;
  const failed = (what: string) => (error: unknown): void => { if (!signal.aborted) log.error({ what, error: io.redact(error instanceof Error ? error.stack ?? error.message : String(error)) }, `${what} failed`); };
  const policy = incidentPolicyOf(world.loaded?.manifest ?? {});
  // What nobody could read is told to whoever asks for it.
  const ready = incidentsAtHand(world).catch(() => {});
  const again = async (what: string, everyMs: number, work: () => unknown): Promise<void> => {
    while (!signal.aborted) {
      try {
        await ready;
        await world.receiving.quiet();
        await work();
      } catch (error) {
        failed(what)(error);
      }
      await clock.sleep(everyMs, signal).catch(() => {});
    }
  };
  const tasks = [
    again("delivering alerts", 5_000, () => deliverAlerts({ ...world, holder: `${serverActor} ${process.pid}` }, signal)),
    again("escalating", minute, () => escalateOpen(world.store, clock.now(), policy, serverActor)),
    again("looking what falls due", minute, () => {
      enterPolicy(world.store, policyOfManifest(world.loaded), { by: serverActor, now: clock.now() });
      openOverdueReviews(world, serverActor);
      tellWhatFallsDue(world, serverActor);
    }),
    again("carrying out remedies", 15_000, () => startAutomaticRemedies({ ...world, io: { ...io, signal: AbortSignal.any([io.signal, signal]) } }, serverActor)),
    again("writing to the registry", 15_000, () => retryWriteBacks({ ...world, io: { ...io, signal: AbortSignal.any([io.signal, signal]) } })),
    again("taking away what is old", 60 * minute, () => retainInBackground(world, serverActor)),
    again("forgetting what is over", 60 * minute, () => {
      world.access.prune(new Date(clock.now()).toISOString());
      forgetSpans(world.spans, clock.now());
      enterForgotten(world.store, world.spans, clock.now(), serverActor);
    }),
    ...watched.map((manifest) => watchBeside(world, manifest, signal).catch(failed(`watching ${manifest}`))),
  ];
  return {
    stop: async () => {
      stopping.abort(new Error("the server stops"));
      await Promise.all(tasks);
    },
  };
};
