import type { ChangeRequest, PersonFunction } from "../domain/change-request.ts";
import type { Policy } from "./decide-by-policy.ts";
import { isNamedAs } from "./same-person.ts";

/** Who wants to approve: under which name, with the functions that signing in gave them (null: nobody said any), and the one they name (null: none). */
export interface Approver {
  readonly by: string;
  readonly functions: readonly PersonFunction[] | null;
  readonly as: PersonFunction | null;
}

/**
 * The function in whose name somebody approves: the one they named, else the first of theirs that is still missing, else none. `why` when they may not: where policy
 * names people, only they may approve, and only in their functions.
 */
export const approvingFunction = (request: Pick<ChangeRequest, "rule" | "approvals">, policy: Pick<Policy, "people"> | null, { by, functions, as }: Approver): { readonly as: PersonFunction | null } | { readonly why: string } => {
  const people = policy?.people;
  const listed = people === undefined ? undefined : Object.entries(people).find(([name]) => isNamedAs(name, by))?.[1];
  if (people !== undefined && listed === undefined) return { why: `policy.people does not name ${by}` };
  const theirs = listed ?? functions;
  if (as !== null) return theirs === null || theirs.includes(as) ? { as } : { why: `${by} approves ${theirs.length === 0 ? "in no function" : `for ${theirs.join(", ")}`}, not for ${as}` };
  const short = (Object.entries(request.rule.functions) as [PersonFunction, number][]).filter(([name, needed]) => request.approvals.filter((each) => each.as === name).length < needed).map(([name]) => name);
  const fitting = short.find((name) => theirs?.includes(name) === true);
  if (fitting !== undefined) return { as: fitting };
  const places = request.rule.of - request.approvals.length;
  const kept = short.reduce((sum, name) => sum + (request.rule.functions[name] ?? 0) - request.approvals.filter((each) => each.as === name).length, 0);
  if (short.length > 0 && places - kept <= 0) return { why: `${short.join(", ")} ${short.length === 1 ? "is" : "are"} missing, and ${by} ${theirs === null ? "named none of them" : `approves ${theirs.length === 0 ? "in no function" : `for ${theirs.join(", ")}`}`}` };
  return { as: theirs?.[0] ?? null };
};
