import type { ApprovalRule, RequestSubject } from "../domain/change-request.ts";
import type { Policy } from "./decide-by-policy.ts";

/** Who must say yes to a request of this kind, as policy says it now; one person where it says nothing. */
export const approvalRuleOf = (policy: Pick<Policy, "approvals" | "singlePerson"> | null, kind: RequestSubject["kind"]): ApprovalRule => {
  const { of, functions = {} } = policy?.approvals?.[kind] ?? {};
  const sum = Object.values(functions).reduce((total, each) => total + each, 0);
  return { of: Math.max(1, sum, of ?? 0), functions, singlePerson: policy?.singlePerson ?? false };
};
