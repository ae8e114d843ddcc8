import { canonicalJson, type CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { ServerWorld } from "../serve/server-world.ts";

/** The way in by the printed address, with what it makes of whoever takes it; null where it is closed. */
export const launchWay = ({ launch }: Pick<ServerWorld, "launch">): string | null => (launch.token === null ? null : `launch ${launch.role} ${launch.name}`);

/** The way in by OpenID Connect, with a digest of who gets which role by it; null where it is closed. */
export const oidcWay = ({ loaded }: Pick<ServerWorld, "loaded">): string | null => {
  const entry = loaded?.manifest.server?.oidc;
  return entry === undefined ? null : `oidc ${sha256(canonicalJson({ issuer: entry.issuer, clientId: entry.clientId, claim: entry.claim, roles: entry.roles, functions: entry.functions } as CanonicalValue)).slice(0, 16)}`;
};

/**
 * Whether a session that began this way still counts. A session keeps what its person might when it began; a server that was started anew with another role, or with other
 * groups, lets nobody stay who came in by the old rules.
 */
export const isOpen = (way: string, world: Pick<ServerWorld, "launch" | "loaded">): boolean => way === launchWay(world) || way === oidcWay(world);
