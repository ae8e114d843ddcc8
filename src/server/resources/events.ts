import { z } from "zod";
import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import { route } from "../route.ts";

/** Proxies cut what is silent; a comment now and then keeps it open, and tells a page that its server is there. */
const heartbeatMs = 15_000;

const Query = z.strictObject({ after: z.coerce.number().int().nonnegative().optional().describe("only entries after this sequence; from now on when left out") });

/**
 * What is entered into the ledger, as it happens, as server-sent events: `event: entry`, `id: <sequence>`, data {sequence, kind, subject}. A browser that was cut off
 * comes back with Last-Event-ID and misses nothing.
 */
const events = route({ method: "get", path: "/api/v1/events", scope: "read", tag: "ledger", summary: "New entries of the ledger, as server-sent events", query: Query, result: "text/event-stream" }, ({ query, request, world, signal, principal }) => {
  const last = Number(request.headers.get("last-event-id") ?? Number.NaN);
  const after = Number.isSafeInteger(last) ? last : query.after;
  const encoder = new TextEncoder();
  let end = (): void => {};
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const say = (text: string): void => controller.enqueue(encoder.encode(text));
      say(`retry: 3000\n: lockstep\n\n`);
      const leave = world.changes.subscribe((entries) => say(entries.map((entry) => told(entry, principal.models !== null)).join("")), after);
      const beat = setInterval(() => say(`: ${new Date(world.clock.now()).toISOString()}\n\n`), heartbeatMs);
      end = () => {
        leave();
        clearInterval(beat);
        end = () => {};
        try {
          controller.close();
        } catch {
          // Whoever listened has closed it already.
        }
      };
      if (signal.aborted) return end();
      signal.addEventListener("abort", () => end(), { once: true });
    },
    cancel: () => end(),
  });
  return new Response(stream, { headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" } });
});

/* A token for some models hears that something came, not of whom. */
const told = ({ sequence, kind, subject }: LedgerEntry, narrow: boolean): string => `id: ${sequence}\nevent: entry\ndata: ${JSON.stringify({ sequence, kind, subject: narrow ? null : subject })}\n\n`;

export const eventRoutes = [events] as const;
