import type { ChangeRequest } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Acting } from "./append-request-event.ts";
import { enactRequest, markEnacted } from "./enact-request.ts";
import { type RemedyWorld, runRemedy } from "./run-remedy.ts";

/**
 * Does what was approved: enters a decision or a waiver, carries out a remedy. What people do elsewhere is named by the ledger's entry that came of it (`what`). LS731 for a request that is not
 * approved, LS732 where it is for people to do and no entry is named, LS734 for a remedy that may not be used now.
 */
export const carryOut = async (world: RemedyWorld, request: ChangeRequest, what: string | null, acting: Acting): Promise<ChangeRequest> => {
  const { store, loaded } = world;
  const { id, status, subject } = request;
  if (what !== null) return markEnacted(store, id, what, acting);
  if (status !== "approved") throw new LockstepError("LS731", { message: `${id} is ${status}, and only what is approved is carried out`, place: id });
  if (subject.kind === "decision" || subject.kind === "waiver") return enactRequest(store, loaded?.manifest.policy ?? null, request, acting);
  if (subject.kind !== "remedy") throw new LockstepError("LS732", { message: `${id} is for people to carry out`, place: "what", todo: subject.kind === "amendment" ? amendmentTodo(id, subject.what) : "Release the hold, then name its entry." });
  const { id: remedy } = await runRemedy(world, { incident: subject.incident, remedy: subject.remedy, by: acting.by, request: id });
  return markEnacted(store, id, `remedy ${remedy}/1`, acting);
};

const amendmentTodo = (id: string, what: string): string => {
  if (what.startsWith("hypothesis ")) return `Commit the manifest as it was approved, then, where it lies: lockstep request enact ${id}`;
  return what === "tolerances" ? "Approve the run that it was asked for: lockstep baseline approve RUN" : "Commit the change, then name the entry that came of it: hypothesis credit/precision/v3, policy v4.";
};
