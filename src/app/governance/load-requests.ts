import { z } from "zod";
import { type ChangeRequest, RequestEvent } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { requestOf } from "../../core/governance/request-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { named } from "../entries/record-number.ts";
import { enteredRecords } from "../entries/entered-records.ts";

const Entered = z.object({ request: z.string(), event: RequestEvent });

/** Every request, in the order in which they were made, each as its events make it at `now` (ms). */
export const loadRequests = (store: Pick<RunStore, "records">, now: number): ChangeRequest[] => {
  const events = new Map<string, RequestEvent[]>();
  for (const { request, event } of enteredRecords(store, "request", Entered)) events.set(request, [...(events.get(request) ?? []), event]);
  const at = new Date(now).toISOString();
  return [...events].flatMap(([id, each]) => requestOf(id, each, at) ?? []);
};

/** The request that a name means: `REQ-2026-0007`, or 7. LS733 when it means none. */
export const findRequest = (requests: readonly ChangeRequest[], name: string): ChangeRequest => {
  const found = named(requests, name);
  if (found !== undefined) return found;
  const open = requests.filter(({ status }) => status === "open").map(({ id }) => id);
  throw new LockstepError("LS733", { message: `there is no request ${name}${open.length === 0 ? "" : `; open are ${listOf(open.slice(0, 10))}`}`, place: name });
};
