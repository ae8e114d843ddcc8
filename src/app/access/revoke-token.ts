import type { TokenRecord } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { AccessStore } from "../../ports/access-store.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** Takes a token's force away at once, then enters that it was done; again is the same. LS706 for an id that nobody has. */
export const revokeToken = (access: AccessStore, store: RunStore, { id, by, now }: { readonly id: string; readonly by: string; readonly now: number }): TokenRecord => {
  const record = access.revokeToken(id, new Date(now).toISOString());
  if (record === null) throw new LockstepError("LS706", { message: `there is no token ${id.slice(0, 80)}`, place: "id", todo: "List the tokens: their ids stand first." });
  store.enter({ kind: "token", subject: `${record.id}/revoked`, payload: { what: "revoked", id: record.id, name: record.name, revokedAt: record.revokedAt ?? "" } }, by);
  return record;
};
