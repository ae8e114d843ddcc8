import type { Incident } from "../../core/domain/incident.ts";
import { incidentsInTurns } from "../incident/incidents-of.ts";
import { pauses } from "./pauses.ts";
import type { ServerWorld } from "./server-world.ts";

/** Every incident as it is now. A process that has just started reads all their events first, in slices: others are answered meanwhile. */
export const incidentsAtHand = (world: Pick<ServerWorld, "store" | "catalogue" | "clock" | "io">): Promise<readonly Incident[]> => incidentsInTurns(world, pauses(world.clock, world.io.signal));
