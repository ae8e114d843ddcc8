import { z } from "zod";
import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import { eventStream } from "../event-stream.ts";
import { route } from "../route.ts";

const Query = z.strictObject({ after: z.coerce.number().int().nonnegative().optional().describe("only entries after this sequence; from now on when left out") });

/**
 * What is entered into the ledger, as it happens, as server-sent events: `event: entry`, `id: <sequence>`, data {sequence, kind, subject}. A browser that was cut off
 * comes back with Last-Event-ID and misses nothing.
 */
const events = route({ method: "get", path: "/api/v1/events", scope: "read", tag: "ledger", summary: "New entries of the ledger, as server-sent events", query: Query, result: "text/event-stream" }, ({ query, request, world, signal, principal }) => {
  const last = Number(request.headers.get("last-event-id") ?? Number.NaN);
  const after = Number.isSafeInteger(last) ? last : query.after;
  const stream = eventStream({ signal, now: () => world.clock.now(), subscribe: (say) => world.changes.subscribe((entries) => say(entries.map((entry) => told(entry, principal.models !== null)).join("")), after) });
  return new Response(stream, { headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" } });
});

/* A token for some models hears that something came, not of whom. */
const told = ({ sequence, kind, subject }: LedgerEntry, narrow: boolean): string => `id: ${sequence}\nevent: entry\ndata: ${JSON.stringify({ sequence, kind, subject: narrow ? null : subject })}\n\n`;

export const eventRoutes = [events] as const;
