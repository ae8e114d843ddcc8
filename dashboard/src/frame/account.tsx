import { useAnswer } from "../api/use-api.ts";
import type { Principal } from "../../../src/core/domain/access.ts";

/** Who is signed in, and as what. */
export const Account = () => {
  const { data } = useAnswer<Principal>("/api/v1/me", []);
  if (data === null || data.scopes.length === 0) return null;
  return <p className="account"><bdi>{data.name}</bdi>{data.role !== null && <small>{data.role}</small>}</p>;
};
