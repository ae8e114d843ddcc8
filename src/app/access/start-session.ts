import type { Principal } from "../../core/domain/access.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { newSecret } from "./new-secret.ts";

/** How long one stays signed in where the manifest says nothing: a working day, and no night. */
const usualMs = 12 * 3_600_000;

/** Begins a session, and takes away those that are over. The secret goes into the cookie and is kept nowhere; `seconds`: how long it lasts. */
export const startSession = ({ access, clock, loaded }: Pick<ServerWorld, "access" | "clock" | "loaded">, principal: Principal, way: string): { readonly secret: string; readonly seconds: number } => {
  const now = clock.now();
  const lasts = readDuration(loaded?.manifest.server?.sessions ?? "") ?? usualMs;
  const { secret, digest } = newSecret();
  access.prune(new Date(now).toISOString());
  access.addSession({ digest, way, principal, expiresAt: new Date(now + lasts).toISOString() });
  return { secret, seconds: Math.floor(lasts / 1000) };
};
