import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApprovalRule, PersonFunction, RequestEvent } from "../domain/change-request.ts";
import { approvingFunction } from "./approving-function.ts";
import { requestOf } from "./request-of.ts";
import { samePerson } from "./same-person.ts";

const at = (minutes: number): string => new Date(Date.parse("2026-11-01T00:00:00Z") + minutes * 6e4).toISOString();
const asked = (over: Partial<Extract<RequestEvent, { kind: "asked" }>> = {}): RequestEvent => ({
  kind: "asked", at: at(0), by: "Ada Lovelace <ada@example.com>", subject: { kind: "amendment", model: "credit", what: "policy", before: null, after: "{}", affects: [] }, reason: "it is time", rule: { of: 1, functions: {}, singlePerson: false }, authors: ["Ben"], expiresAt: at(1000), ...over,
});
const yes = (by: string, minutes = 1, as: PersonFunction | null = null): RequestEvent => ({ kind: "approved", at: at(minutes), by, as, note: null });
const stateOf = (events: readonly RequestEvent[], minutes = 500) => requestOf("REQ-2026-0001", events, at(minutes));

const people = ["Ada Lovelace <ada@example.com>", "ADA@example.com", "Ada  Lovelace", "Ben", "ben", "Cem", "Dora <dora@example.com>", "dora@example.com"];
const functions: readonly (PersonFunction | null)[] = ["engineering", "compliance", null];
const anyEvent = fc.oneof(
  fc.record({ kind: fc.constant("approved" as const), at: fc.integer({ min: 1, max: 1500 }).map(at), by: fc.constantFrom(...people), as: fc.constantFrom(...functions), note: fc.constant(null) }),
  fc.record({ kind: fc.constant("refused" as const), at: fc.integer({ min: 1, max: 1500 }).map(at), by: fc.constantFrom(...people), note: fc.constant("no") }),
  fc.record({ kind: fc.constant("withdrawn" as const), at: fc.integer({ min: 1, max: 1500 }).map(at), by: fc.constantFrom(...people), note: fc.constant(null) }),
  fc.record({ kind: fc.constant("enacted" as const), at: fc.integer({ min: 1, max: 1500 }).map(at), by: fc.constantFrom(...people), what: fc.constant("policy v1") }),
);
const anyRule: fc.Arbitrary<ApprovalRule> = fc.record({ of: fc.integer({ min: 1, max: 3 }), functions: fc.constantFrom({}, { engineering: 1 }, { engineering: 1, compliance: 1 }), singlePerson: fc.constant(false) });

describe("a request", () => {
  it("is never approved by whoever asked or made what it is about, nor twice by one person, in whatever order things happen", () => {
    fc.assert(fc.property(anyRule, fc.array(anyEvent, { maxLength: 12 }), fc.integer({ min: 0, max: 2000 }), (rule, events, minutes) => {
      const request = stateOf([asked({ rule }), ...events], minutes);
      const approvals = request?.approvals ?? [];
      for (const { by } of approvals) for (const author of ["Ada Lovelace <ada@example.com>", "Ben"]) expect(samePerson(by, author)).toBe(false);
      approvals.forEach(({ by }, index) => expect(approvals.slice(0, index).some((other) => samePerson(other.by, by))).toBe(false));
      expect(request?.singlePerson).toBe(false);
      if (request?.status === "approved" || request?.status === "enacted") {
        expect(request.missing).toEqual([]);
        expect(approvals.length).toBeGreaterThanOrEqual(rule.of);
        for (const [name, needed] of Object.entries(rule.functions)) expect(approvals.filter(({ as }) => as === name).length).toBeGreaterThanOrEqual(needed);
      }
    }), { numRuns: 300 });
  });

  it("takes no approval once it is enough", () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      expect(stateOf([asked(), ...events])?.approvals.length).toBeLessThanOrEqual(1);
    }), { numRuns: 200 });
  });

  it("needs so many of each function, and so many altogether", () => {
    const rule: ApprovalRule = { of: 3, functions: { engineering: 1, compliance: 1 }, singlePerson: false };
    expect(stateOf([asked({ rule })])?.missing).toEqual(["1 approval of engineering", "1 approval of compliance", "1 more approval"]);
    const two = [asked({ rule }), yes("Cem", 1, "engineering"), yes("Dora", 2, "engineering")];
    expect(stateOf(two)).toMatchObject({ status: "open", missing: ["1 approval of compliance"] });
    expect(stateOf([...two, yes("Eve", 3, "compliance")])).toMatchObject({ status: "approved", missing: [] });
  });

  it("ends when it is refused, withdrawn or out of time", () => {
    expect(stateOf([asked(), { kind: "refused", at: at(1), by: "Cem", note: "no" }, yes("Dora", 2)])).toMatchObject({ status: "refused", approvals: [] });
    expect(stateOf([asked(), { kind: "withdrawn", at: at(1), by: "Ada", note: null }, yes("Dora", 2)])?.status).toBe("withdrawn");
    expect(stateOf([asked()], 999)?.status).toBe("open");
    expect(stateOf([asked()], 1000)?.status).toBe("expired");
    expect(stateOf([asked(), yes("Dora", 1000)], 1001)).toMatchObject({ status: "expired", approvals: [] });
    // What was approved in time stays approved.
    expect(stateOf([asked(), yes("Dora", 999)], 5000)?.status).toBe("approved");
  });

  it("lets one person where policy does, and says so", () => {
    const rule: ApprovalRule = { of: 1, functions: {}, singlePerson: true };
    expect(stateOf([asked({ rule }), yes("ada@example.com")])).toMatchObject({ status: "approved", singlePerson: true });
    expect(stateOf([asked({ rule }), yes("Cem")])).toMatchObject({ status: "approved", singlePerson: false });
  });
});

describe("the function that somebody approves in", () => {
  const request = { rule: { of: 2, functions: { compliance: 1, engineering: 1 }, singlePerson: false } satisfies ApprovalRule, approvals: [] };
  const policy = { people: { "Cem <cem@example.com>": ["engineering" as const], Dora: ["compliance" as const, "engineering" as const], Eve: [] } };
  it.each([
    ["cem@example.com", null, { as: "engineering" }],
    ["Dora", null, { as: "compliance" }],
    ["Dora", "engineering", { as: "engineering" }],
    ["Cem", "compliance", { why: "Cem approves for engineering, not for compliance" }],
    ["Mallory", null, { why: "policy.people does not name Mallory" }],
    ["Eve", null, { why: "compliance, engineering are missing, and Eve approves in no function" }],
  ] as const)("of %s naming %s", (by, as, wanted) => expect(approvingFunction(request, policy, { by, functions: null, as })).toEqual(wanted));
  it("comes from signing in where policy names nobody", () => {
    expect(approvingFunction(request, null, { by: "Cem", functions: ["engineering"], as: null })).toEqual({ as: "engineering" });
    expect(approvingFunction(request, null, { by: "Cem", functions: ["engineering"], as: "compliance" })).toHaveProperty("why");
    expect(approvingFunction({ ...request, rule: { of: 1, functions: {}, singlePerson: false } }, null, { by: "Cem", functions: null, as: null })).toEqual({ as: null });
  });
});

it("a name that was only given, on the command line, is told as such beside the approval", () => {
  const begun: RequestEvent = { kind: "asked", at: "2026-01-01T00:00:00.000Z", by: "Ada", asserted: true, subject: { kind: "release-hold", hold: "HLD-2026-0001" }, reason: "r", rule: { of: 2, functions: {}, singlePerson: false }, authors: [], expiresAt: "2027-01-01T00:00:00.000Z" };
  const approval = (by: string, asserted: boolean): RequestEvent => ({ kind: "approved", at: "2026-01-02T00:00:00.000Z", by, as: null, note: null, ...(asserted ? { asserted: true } : {}) });
  expect(requestOf("REQ-1", [begun, approval("Ben", true), approval("Cem", false)], "2026-01-03T00:00:00.000Z")?.approvals.map(({ by, asserted }) => [by, asserted])).toEqual([["Ben", true], ["Cem", undefined]]);
});
