import type { ChangeRequest, RequestEvent } from "../../core/domain/change-request.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { nextNumber } from "./enter-numbered.ts";
import { enterUnlessTaken, mostTries } from "./enter-unless-taken.ts";
import { findRequest, loadRequests } from "./load-requests.ts";

/** Who does it, and when (ms). */
export interface Acting {
  readonly by: string;
  readonly now: number;
}

/**
 * Enters what `decide` makes of a request as it is (null: nothing), and gives it as it is afterwards. An event is entered under the request's id and its number, which the
 * store takes once: where another process was faster, it is decided anew from what that one wrote. LS733.
 */
export const appendRequestEvent = (store: RunStore, name: string, decide: (request: ChangeRequest) => RequestEvent | null, { by, now }: Acting): ChangeRequest => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const request = findRequest(loadRequests(store, now), name);
    const event = decide(request);
    if (event === null) return request;
    if (enter(store, request.id, request.events.length + 1, event, by)) return findRequest(loadRequests(store, now), request.id);
  }
  throw new Error("other processes keep on writing into the same request");
};

/** Makes a request of its first event. */
export const enterAsked = (store: RunStore, event: Extract<RequestEvent, { kind: "asked" }>, { by, now }: Acting): ChangeRequest => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const id = nextNumber("REQ", loadRequests(store, now).map((each) => each.id), event.at);
    if (enter(store, id, 1, event, by)) return findRequest(loadRequests(store, now), id);
  }
  throw new Error("other processes keep on making requests");
};

const enter = (store: RunStore, id: string, number: number, event: RequestEvent, by: string): boolean =>
  enterUnlessTaken(store, { kind: "request", subject: `${id}/${number}`, payload: { request: id, event } as unknown as CanonicalValue }, by);
