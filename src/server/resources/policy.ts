import { z } from "zod";
import { loadPolicies, PolicyRecord } from "../../app/governance/enter-policy.ts";
import { usualKeep } from "../../app/retention/apply-retention.ts";
import { longestWaiver } from "../../app/governance/refuse-subject.ts";
import { ApprovalRule } from "../../core/domain/change-request.ts";
import { DecisionRule } from "../../core/domain/manifest.ts";
import { approvalRuleOf } from "../../core/governance/approval-rule-of.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const kinds = ["decision", "waiver", "amendment", "remedy", "release-hold"] as const;

const InForce = z.object({
  /** First fit; the usual holds where none does. */
  decisions: z.array(DecisionRule),
  /** Who must say yes to what. */
  approvals: z.record(z.enum(kinds), ApprovalRule),
  people: z.record(z.string(), z.array(z.string())).nullable(),
  singlePerson: z.boolean(),
  longestWaiver: z.string(),
  /** How long documents of runs are kept. Where nobody agreed on it nothing is taken away by itself. */
  retention: z.object({ keep: z.string(), agreed: z.boolean() }),
  remedies: z.array(z.object({ name: z.string(), description: z.string(), automatic: z.boolean(), perDay: z.number().int(), canBeTried: z.boolean() })),
  /** As it was last entered; null where none ever was. */
  version: PolicyRecord.nullable(),
});

const inForce = route({ method: "get", path: "/api/v1/policy", scope: "read", tag: "governance", summary: "The policy in force: what follows from verdicts, who must say yes, what may be done", result: InForce }, ({ world }) => {
  const policy = world.loaded?.manifest.policy ?? null;
  return {
    decisions: policy?.decisions ?? [],
    approvals: Object.fromEntries(kinds.map((kind) => [kind, approvalRuleOf(policy, kind)])) as Record<(typeof kinds)[number], ApprovalRule>,
    people: policy?.people ?? null, singlePerson: policy?.singlePerson ?? false, longestWaiver: policy?.waivers?.longest ?? longestWaiver,
    retention: { keep: policy?.retention?.keep ?? usualKeep, agreed: policy?.retention !== undefined },
    remedies: Object.entries(policy?.remedies ?? {}).map(([name, { description, automatic = false, perDay = 1, dryRun }]) => ({ name, description, automatic, perDay, canBeTried: dryRun !== undefined })),
    version: loadPolicies(world.store).findLast(({ project }) => project === (world.loaded?.manifest.project ?? null)) ?? null,
  };
});

const Version = PolicyRecord.extend({ id: z.string() });

const versions = route({ method: "get", path: "/api/v1/policy/versions", scope: "read", tag: "governance", summary: "Every version of the policy with what it changed, newest first", query: z.strictObject(pageQuery), result: pageOf(Version) }, ({ query, world }) =>
  listPage(loadPolicies(world.store).map((each) => ({ ...each, id: `v${each.version}` })).toReversed(), query));

export const policyRoutes = [inForce, versions] as const;
