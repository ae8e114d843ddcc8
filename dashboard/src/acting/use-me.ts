import type { Role, Scope } from "../../../src/core/domain/access.ts";
import { useApi } from "../api/use-api.ts";
import type { ResultOf } from "../api/api-types.ts";

export type Me = ResultOf<"get", "/api/v1/me">;

/** Who looks at this page; null until it is known. */
export const useMe = (): Me | null => useApi("/api/v1/me", {}, []).data;

/* As src/core/domain/access.ts has them; said again, for its schemas are not brought to the browser. */
const leastRoles: Readonly<Record<Scope, Role>> = { read: "viewer", push: "operator", gate: "operator", ingest: "operator", operate: "operator", approve: "approver", administer: "admin" };

/** The least role that may do it. */
export const roleFor = (scope: Scope): Role => leastRoles[scope];
