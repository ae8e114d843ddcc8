import type { ApprovalRule, ChangeRequest, PersonFunction, RequestEvent } from "../domain/change-request.ts";
import { countOf } from "../wording/count-of.ts";
import { samePerson } from "./same-person.ts";

/**
 * The state of a request that its events give in order, at a moment (ISO 8601). Only what counts is counted, whatever was entered: no approval by whoever asked or made
 * what is asked about (unless one person may), one per person in one function, none after it was refused, withdrawn, approved or had expired. Null for no events; any
 * first event but `asked` is a bug.
 */
export const requestOf = (id: string, events: readonly RequestEvent[], at: string): ChangeRequest | null => {
  const [asked] = events;
  if (asked === undefined) return null;
  if (asked.kind !== "asked") throw new Error(`request ${id} begins with ${asked.kind}; it has to be asked first`);
  const { subject, reason, by, rule, authors, expiresAt } = asked;
  const start: ChangeRequest = {
    id, subject, reason, askedBy: by, askedAt: asked.at, authors, rule, status: "open", expiresAt, approvals: [], missing: missingOf(rule, []), singlePerson: false, events: [...events],
  };
  const request = events.slice(1).reduce(after, start);
  return request.status === "open" && Date.parse(at) >= Date.parse(expiresAt) ? { ...request, status: "expired" } : request;
};

const after = (request: ChangeRequest, event: RequestEvent): ChangeRequest => {
  if (event.kind === "enacted") return request.status === "approved" ? { ...request, status: "enacted" } : request;
  // What was approved is done or taken back, and never approved more.
  if (event.kind === "withdrawn") return request.status === "open" || request.status === "approved" ? { ...request, status: "withdrawn" } : request;
  if (request.status !== "open" || Date.parse(event.at) >= Date.parse(request.expiresAt)) return request;
  if (event.kind === "refused") return { ...request, status: "refused" };
  if (event.kind !== "approved" || whyNotCounted(request, event.by) !== null) return request;
  const approvals = [...request.approvals, { by: event.by, ...(event.asserted === true ? { asserted: true as const } : {}), as: event.as, at: event.at, note: event.note }];
  const missing = missingOf(request.rule, approvals);
  return { ...request, approvals, missing, status: missing.length === 0 ? "approved" : "open", singlePerson: request.singlePerson || isAuthor(request, event.by) };
};

type Asked = Pick<ChangeRequest, "askedBy" | "authors" | "rule" | "approvals">;

/** Whether somebody asked for it, or made what is asked about. */
export const isAuthor = ({ askedBy, authors }: Pick<ChangeRequest, "askedBy" | "authors">, person: string): boolean => [askedBy, ...authors].some((each) => samePerson(each, person));

/** Why this person's approval does not count, in words; null when it does. */
export const whyNotCounted = (request: Asked, person: string): string | null => {
  if (!request.rule.singlePerson && isAuthor(request, person)) return samePerson(request.askedBy, person) ? `${person} asked for it` : `${person} made what it is about`;
  if (request.approvals.some(({ by }) => samePerson(by, person))) return `${person} has approved it already`;
  return null;
};

/** What is missing, in words: so many of each function, then so many altogether. Empty when nothing is. */
export const missingOf = ({ of, functions }: ApprovalRule, approvals: readonly { readonly as: PersonFunction | null }[]): string[] => {
  const wanted = Object.entries(functions) as [PersonFunction, number][];
  const byFunction = wanted.map(([name, needed]) => ({ name, short: Math.max(0, needed - approvals.filter(({ as }) => as === name).length) })).filter(({ short }) => short > 0);
  const told = byFunction.map(({ name, short }) => `${countOf(short, "approval")} of ${name}`);
  const others = Math.max(0, of - approvals.length) - byFunction.reduce((sum, { short }) => sum + short, 0);
  return others > 0 ? [...told, `${countOf(others, told.length === 0 ? "approval" : "more approval")}`] : told;
};
