import type { ChangeRequest } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import type { Acting } from "../governance/append-request-event.ts";
import { findRequest, loadRequests } from "../governance/load-requests.ts";
import { amendHypotheses } from "./register-hypotheses.ts";

/** The hypothesis that an amendment is about; null for any other request. */
export const hypothesisOfRequest = ({ subject }: Pick<ChangeRequest, "subject">): string | null => (subject.kind === "amendment" ? (/^hypothesis (\S+\/\S+)$/.exec(subject.what)?.[1] ?? null) : null);

/**
 * Registers an approved change of a hypothesis, in the name of whoever asked and with their reason, where the manifest reads as was approved. LS731 for a request that is not approved, LS732 where the
 * manifest says something else, or nothing new.
 */
export const enactAmendment = async (request: ChangeRequest, hypothesis: string, { manifest, store: folder }: { readonly manifest: string | null; readonly store: string }, store: RunStore, io: CommandIo, acting: Acting): Promise<ChangeRequest> => {
  const { id, status, askedBy, reason, subject } = request;
  if (status !== "approved") throw new LockstepError("LS731", { message: `${id} is ${status}, and only what is approved is carried out`, place: id });
  const options = { manifest, model: null, names: [hypothesis], author: askedBy, reason, store: folder, by: acting.by, request: id };
  await amendHypotheses(options, store, io, () => acting.now);
  const after = findRequest(loadRequests(store, acting.now), id);
  if (after.status === "enacted") return after;
  throw new LockstepError("LS732", { message: `the manifest does not read as ${id} asks: ${subject.kind === "amendment" ? subject.after.split("\n").join("; ") : ""}`, place: hypothesis, todo: `Write it so, then: lockstep request enact ${id}` });
};
