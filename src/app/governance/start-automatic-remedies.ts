import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { incidentsNow } from "../incident/incidents-of.ts";
import { markEnacted } from "./enact-request.ts";
import { loadRequests } from "./load-requests.ts";
import { whyNotFor } from "./refuse-remedy.ts";
import { loadRemedyUses } from "./remedy-ledger.ts";
import { type RemedyCall, runRemedy } from "./run-remedy.ts";

/**
 * One round of what a server does by itself: the automatic remedies of every open departure that was found here, each once, and those that were asked for and approved. One after the other; what a remedy fails
 * with is logged, and stands with its incident. Gives how many were carried out.
 */
export const startAutomaticRemedies = async (world: Pick<ServerWorld, "store" | "loaded" | "io" | "clock" | "log">, actor: string): Promise<number> => {
  const remedies = Object.entries(world.loaded?.manifest.policy?.remedies ?? {});
  if (remedies.length === 0) return 0;
  markBegun(world, actor);
  let done = 0;
  for (const call of [...approved(world), ...automatic(world, remedies, actor)]) {
    if (world.io.signal.aborted) return done;
    try {
      const { id, done: well, outcome } = await runRemedy(world, call);
      done += 1;
      world.log.info({ incident: call.incident, remedy: call.remedy, id, well }, outcome);
      if (call.request !== null) markEnacted(world.store, call.request, `remedy ${id}/1`, { by: call.by, now: world.clock.now() });
    } catch (cause) {
      if (!(cause instanceof LockstepError)) throw cause;
      world.log.warn({ incident: call.incident, remedy: call.remedy, code: cause.code }, world.io.redact(cause.message));
    }
  }
  return done;
};

/** A process that was killed between a remedy and its request may have kept the first alone. */
const markBegun = ({ store, clock }: Pick<ServerWorld, "store" | "clock">, actor: string): void => {
  const uses = new Map(loadRemedyUses(store).flatMap(({ request, id }) => (request === null ? [] : [[request, id] as const])));
  for (const { id, status } of loadRequests(store, clock.now())) {
    const use = uses.get(id);
    if (status === "approved" && use !== undefined) markEnacted(store, id, `remedy ${use}/1`, { by: actor, now: clock.now() });
  }
};

const approved = ({ store, clock }: Pick<ServerWorld, "store" | "clock">): RemedyCall[] => {
  const begun = new Set(loadRemedyUses(store).map(({ request }) => request));
  return loadRequests(store, clock.now()).flatMap(({ id, status, subject, askedBy }) =>
    status === "approved" && subject.kind === "remedy" && !begun.has(id) ? [{ incident: subject.incident, remedy: subject.remedy, by: askedBy, request: id }] : []);
};

const automatic = ({ store, clock }: Pick<ServerWorld, "store" | "clock">, remedies: readonly (readonly [string, Parameters<typeof whyNotFor>[0]])[], actor: string): RemedyCall[] => {
  const uses = loadRemedyUses(store);
  const now = clock.now();
  const calls = incidentsNow(store).filter(({ kind, status }) => kind === "departure" && status !== "closed").flatMap((incident) =>
    remedies.flatMap(([remedy, entry]) => {
      if (entry.automatic !== true || whyNotFor(entry, incident) !== null || uses.some((use) => use.remedy === remedy && use.incident === incident.id)) return [];
      // What was used as often as it may be waits; that is no warning every minute.
      const lately = uses.filter((use) => use.remedy === remedy && now - Date.parse(use.at) < 864e5).length;
      return lately >= (entry.perDay ?? 1) ? [] : [{ incident: incident.id, remedy, by: actor, request: null }];
    }));
  if (calls.length === 0) return [];
  const pushed = openedByTokens(store);
  return calls.filter(({ incident }) => !pushed.has(incident));
};

/** Incidents that a pushed run opened: whoever holds a token could make one up, so what is done about them waits for a person. */
const openedByTokens = (store: Pick<ServerWorld["store"], "ledger">): ReadonlySet<string> => {
  const opened = new Set<string>();
  for (const { kind, subject, actor } of store.ledger()) if (kind === "incident" && subject.endsWith("/1") && actor.startsWith("token ")) opened.add(subject.slice(0, -"/1".length));
  return opened;
};
