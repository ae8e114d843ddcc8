import { z } from "zod";
import type { Incident } from "../../core/domain/incident.ts";
import type { Review } from "../../core/domain/review.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { reviewsDue } from "../../core/governance/reviews-due.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import { enteredRecords } from "../entries/entered-records.ts";
import { untilEntered } from "../entries/until-entered.ts";
import { appendEvents } from "../incident/append-events.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { loadPolicies } from "./enter-policy.ts";

const Done = z.object({ name: z.string(), at: z.string(), by: z.string(), note: z.string() });

/** Every review that policy asks for, as it stands now (ms). */
export const loadReviews = (store: Pick<RunStore, "records">, policy: Policy | null, now: number): Review[] =>
  reviewsDue(policy?.reviews, enteredRecords(store, "review", Done), { at: new Date(now).toISOString(), since: loadPolicies(store)[0]?.at ?? null });

/** Puts down that a review was done, by whoever did it, and closes what was opened because it was overdue. LS733 for a name that policy does not know. */
export const doneReview = (store: RunStore, policy: Policy | null, name: string, { by, note, now }: { readonly by: string; readonly note: string; readonly now: number }): Review => {
  const known = Object.keys(policy?.reviews ?? {});
  if (!known.includes(name)) throw new LockstepError("LS733", { message: `there is no review ${name}`, place: name, todo: known.length === 0 ? "Reviews stand under policy.reviews." : `There are: ${known.join(", ")}.` });
  if (note.trim() === "") throw new LockstepError("LS732", { message: "a review says what was found", place: "note" });
  const at = new Date(now).toISOString();
  untilEntered("reviews", () => {
    const count = enteredRecords(store, "review", Done).filter((each) => each.name === name).length;
    return enterUnlessTaken(store, { kind: "review", subject: `${name}/${count + 1}`, payload: { name, at, by, note } }, by) || undefined;
  });
  appendEvents(store, (incidents) => openOf(incidents, name).map(({ id }) => ({ incident: id, events: [{ kind: "closed" as const, at, by, why: `the review was done: ${note}` }] })), by);
  const review = loadReviews(store, policy, now).find((each) => each.name === name);
  if (review === undefined) throw new Error("a review that was done is known");
  return review;
};

/** Opens an incident for every review that is overdue and has none; gives those that were opened. For a server's background. */
export const openOverdueReviews = ({ store, loaded, clock }: { readonly store: RunStore; readonly loaded: LoadedManifest | null; readonly clock: { now(): number } }, actor: string): Incident[] => {
  const now = clock.now();
  const overdue = loadReviews(store, loaded?.manifest.policy ?? null, now).filter((review) => review.overdue);
  if (overdue.length === 0) return [];
  const at = new Date(now).toISOString();
  return appendEvents(store, (incidents) => overdue.filter(({ name }) => openOf(incidents, name).length === 0).map(({ name, what, reviewer, dueAt }) => ({
    incident: null,
    events: [{
      kind: "opened" as const, at, run: `review ${name}`, finding: subjectOf(name), incident: "review" as const, title: `review of ${what}`, since: dueAt, severity: "low" as const, owner: { name: reviewer }, consequence: "investigate" as const,
      verdict: "warn" as const, estimate: null, interval: null, sentence: `the review ${name} fell due on ${dueAt.slice(0, 10)}; it is ${reviewer}'s turn`,
    }],
  })), actor);
};

const subjectOf = (name: string): string => `policy review ${name}`;

const openOf = (incidents: readonly Incident[], name: string): Incident[] => incidents.filter(({ subject, status }) => subject === subjectOf(name) && status !== "closed");
