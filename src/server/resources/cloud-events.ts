import { z } from "zod";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import { createEventLog, type EventLog } from "../../app/hooks/event-log.ts";
import { readCloudEvents } from "../../app/hooks/read-cloud-events.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route } from "../route.ts";

const logs = new WeakMap<ServerWorld, EventLog>();

const logOf = (world: ServerWorld): EventLog => {
  const log = logs.get(world) ?? createEventLog(world.folder);
  logs.set(world, log);
  return log;
};

const Result = z.object({ received: z.number().int(), written: z.number().int().describe("those that had not come before") });

/** KServe's logger: its requests and answers are written down as a log that `lockstep compare` and `lockstep validate` read. */
const receive = route({ method: "post", path: "/hooks/cloudevents", scope: "ingest", tag: "receiving", summary: "CloudEvents of KServe's logger: binary, structured or batched", result: Result, status: 202, reads: "raw" },
  async ({ request, principal, world }) => {
    const events = readCloudEvents(request.headers, new Uint8Array(await request.arrayBuffer()));
    for (const { model } of events) mustMayModel(principal, model);
    return { received: events.length, written: logOf(world).add(events, world.clock.now()) };
  });

export const cloudEventRoutes = [receive] as const;
