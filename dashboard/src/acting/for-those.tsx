import type { ReactNode } from "react";
import type { Scope } from "../../../src/core/domain/access.ts";
import { roleFor, useMe } from "./use-me.ts";

const roleWords = { viewer: "a viewer", operator: "an operator", approver: "an approver", admin: "an administrator" } as const;

/** Buttons for those who may press them. To anybody else it is said who may; a button that only fails is no help. */
export const ForThose = ({ scope, todo, children }: { scope: Scope; /** What the buttons do, as in `acknowledge or close it`. */ todo: string; children: ReactNode }) => {
  const me = useMe();
  if (me === null) return null;
  if (me.scopes.includes(scope)) return <>{children}</>;
  return <p className="aside">To {todo}, one has to be {roleWords[roleFor(scope)]}{me.role === null ? "" : <>; you are signed in as {roleWords[me.role]}</>}.</p>;
};
