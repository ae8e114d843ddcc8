import type { ChangeRequest, PersonFunction } from "../../../src/core/domain/change-request.ts";
import { approvingFunction } from "../../../src/core/governance/approving-function.ts";
import { whyNotCounted } from "../../../src/core/governance/request-of.ts";
import { samePerson } from "../../../src/core/governance/same-person.ts";
import type { ResultOf } from "../api/api-types.ts";
import type { Me } from "../acting/use-me.ts";
import { roleFor } from "../acting/use-me.ts";
import { isFunction } from "./functions.ts";

export type PolicyInForce = ResultOf<"get", "/api/v1/policy">;

/** Whether somebody may say yes, in whose name by itself; else why not, as a sentence to them. The server decides again by the same rules. */
export type MayApprove = { readonly may: true; readonly as: PersonFunction | null; readonly functions: readonly PersonFunction[] } | { readonly may: false; readonly why: string };

const known = (names: readonly string[]): PersonFunction[] => names.filter(isFunction);

/** What the policy in force and the request's own rule say of this person. */
export const mayApprove = (me: Me, request: ChangeRequest, policy: PolicyInForce | null): MayApprove => {
  if (request.status !== "open") return { may: false, why: "It is decided." };
  if (me.kind === "token") return { may: false, why: "To approve is for people: no token can." };
  if (samePerson(request.askedBy, me.name) && !request.rule.singlePerson) return { may: false, why: "You asked for it, so somebody else has to approve it." };
  if (request.authors.some((author) => samePerson(author, me.name)) && !request.rule.singlePerson) return { may: false, why: "You made what it is about, so somebody else has to approve it." };
  if (request.approvals.some(({ by }) => samePerson(by, me.name))) return { may: false, why: "You have said yes already." };
  const counted = whyNotCounted(request, me.name);
  if (counted !== null) return { may: false, why: `${counted}.` };
  if (!me.scopes.includes("approve")) return { may: false, why: `To approve or refuse, one has to be an ${roleFor("approve")}${me.role === null ? "" : `; you are signed in as ${me.role}`}.` };
  const people = policy?.people ?? null;
  const named = people === null ? undefined : Object.fromEntries(Object.entries(people).map(([name, functions]) => [name, known(functions)]));
  const functions = known(me.functions);
  const found = approvingFunction(request, named === undefined ? null : { people: named }, { by: me.name, functions: functions.length === 0 ? null : functions, as: null });
  if ("why" in found) return { may: false, why: `You cannot approve this: ${found.why}.` };
  const listed = Object.entries(named ?? {}).find(([name]) => samePerson(name, me.name))?.[1] ?? functions;
  return { may: true, as: found.as, functions: listed };
};
