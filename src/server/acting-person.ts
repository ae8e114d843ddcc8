import type { Principal } from "../core/domain/access.ts";
import { PersonFunction } from "../core/domain/change-request.ts";

/** Who approves, as signing in told: their functions (null where it told none), and whether it is a machine. */
export const actingPerson = ({ kind, functions }: Principal): { readonly functions: readonly PersonFunction[] | null; readonly machine: boolean } => {
  const known = functions.flatMap((each) => PersonFunction.safeParse(each).data ?? []);
  return { functions: known.length === 0 ? null : known, machine: kind === "token" };
};
