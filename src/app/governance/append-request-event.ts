import type { ChangeRequest, RequestEvent } from "../../core/domain/change-request.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import { nextNumber } from "../entries/record-number.ts";
import { untilEntered } from "../entries/until-entered.ts";
import { findRequest, loadRequests } from "./load-requests.ts";

/** Who does it, and when (ms). */
export interface Acting {
  readonly by: string;
  readonly now: number;
  /** Whether the name was only given, and nobody signed in with it: on the command line. */
  readonly asserted?: boolean;
}

/**
 * Enters what `decide` makes of a request as it is (null: nothing), and gives it as it is afterwards. An event is entered under the request's id and its number, which the
 * store takes once: where another process was faster, it is decided anew from what that one wrote. LS733.
 */
export const appendRequestEvent = (store: RunStore, name: string, decide: (request: ChangeRequest) => RequestEvent | null, { by, now, asserted = false }: Acting): ChangeRequest =>
  untilEntered("events of the same request", () => {
    const request = findRequest(loadRequests(store, now), name);
    const event = decide(request);
    if (event === null) return request;
    return enter(store, request.id, request.events.length + 1, marked(event, asserted), by) ? findRequest(loadRequests(store, now), request.id) : undefined;
  });

/** Makes a request of its first event. */
export const enterAsked = (store: RunStore, event: Extract<RequestEvent, { kind: "asked" }>, { by, now, asserted = false }: Acting): ChangeRequest =>
  untilEntered("requests", () => {
    const id = nextNumber("REQ", loadRequests(store, now).map((each) => each.id), event.at);
    return enter(store, id, 1, marked(event, asserted), by) ? findRequest(loadRequests(store, now), id) : undefined;
  });

const marked = (event: RequestEvent, asserted: boolean): RequestEvent => (asserted ? { ...event, asserted: true } : event);

const enter = (store: RunStore, id: string, number: number, event: RequestEvent, by: string): boolean =>
  enterUnlessTaken(store, { kind: "request", subject: `${id}/${number}`, payload: { request: id, event } as unknown as CanonicalValue }, by);
