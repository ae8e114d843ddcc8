import { type Scope, type Role, roles, scopesOfRole } from "../../../src/core/domain/access.ts";
import { useApi } from "../api/use-api.ts";
import type { ResultOf } from "../api/api-types.ts";

export type Me = ResultOf<"get", "/api/v1/me">;

/** Who looks at this page; null until it is known. */
export const useMe = (): Me | null => useApi("/api/v1/me", {}, []).data;

/** The least role that may do it. */
export const roleFor = (scope: Scope): Role => roles.find((role) => scopesOfRole[role].includes(scope)) ?? "admin";
