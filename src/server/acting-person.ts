import type { ServerWorld } from "../app/serve/server-world.ts";
import type { Principal } from "../core/domain/access.ts";
import { PersonFunction } from "../core/domain/change-request.ts";

/**
 * Who approves, as signing in told: their functions, and whether it is a machine. Where the manifest says who has which function (`server.oidc.functions`), whoever was given none has none;
 * where it says nothing of it, nobody told (null), and people name theirs.
 */
export const actingPerson = ({ kind, functions }: Principal, { loaded }: Pick<ServerWorld, "loaded">): { readonly functions: readonly PersonFunction[] | null; readonly machine: boolean } => {
  const known = functions.flatMap((each) => PersonFunction.safeParse(each).data ?? []);
  const told = Object.keys(loaded?.manifest.server?.oidc?.functions ?? {}).length > 0;
  return { functions: known.length === 0 && !told ? null : known, machine: kind === "token" };
};
