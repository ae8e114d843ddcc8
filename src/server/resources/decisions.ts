import { z } from "zod";
import { authorsOf } from "../../app/governance/authors-of.ts";
import { askRequest } from "../../app/governance/ask-request.ts";
import { loadDecisions } from "../../app/governance/load-decisions.ts";
import { loadRequests } from "../../app/governance/load-requests.ts";
import { recordPolicyDecision } from "../../app/governance/record-policy-decision.ts";
import { standingOf } from "../../app/governance/standing-of.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { ApprovalRule, ChangeRequest, DecisionRecord } from "../../core/domain/change-request.ts";
import { Decision } from "../../core/domain/decision.ts";
import type { Run } from "../../core/domain/run.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { approvalRuleOf } from "../../core/governance/approval-rule-of.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Id = z.object({ id: z.string().max(200) });

const decisions = route({
  method: "get", path: "/api/v1/decisions", scope: "read", tag: "governance", summary: "Decisions that were recorded, newest first: by policy alone, or by people",
  query: z.strictObject({ ...pageQuery, run: z.string().optional(), model: z.string().optional(), environment: z.string().optional() }), result: pageOf(DecisionRecord),
}, ({ query: { run, model, environment, ...page }, principal, world }) => listPage(loadDecisions(world.store).filter((each) =>
  (run === undefined || each.run === run) && (model === undefined || each.model === model) && (environment === undefined || each.environment === environment) && (principal.models === null || principal.models.includes(each.model))).toReversed(), page));

const Standing = z.object({
  run: z.string(), model: z.string().nullable(), environment: z.string(),
  /** As it was judged, and what that is worth now: a waiver that is over fails again. */
  verdict: Verdict, verdictNow: Verdict,
  /** What policy says of it now. */
  byPolicy: z.object({ action: Decision.shape.action, reason: z.string(), exitCode: z.number().int(), byRule: z.string().nullable(), waivers: z.array(z.string()) }),
  /** The last that people decided; null where nobody did. It never hides what policy says. */
  byPeople: DecisionRecord.nullable(),
  /** What holds: what people decided, else what policy says. */
  action: Decision.shape.action,
  /** Who sent the run, where it was made elsewhere, and whose key vouched for it; why it does not count, as policy.pushed has it. */
  pushed: z.object({ by: z.string(), key: z.string().nullable() }).nullable(), uncounted: z.string().nullable(),
  /** Who must say yes to anything but what policy says, as policy has it now. */
  rule: ApprovalRule,
  /** Who made what was judged: they cannot say yes. */
  authors: z.array(z.string()),
  /** The request about it that waits; null where none does. */
  waits: z.string().nullable(),
});

const standing = route({ method: "get", path: "/api/v1/runs/{id}/decision", scope: "read", tag: "governance", summary: "What a run's verdict is worth now, what policy says of it, and what people decided", params: Id, result: Standing }, ({ params, principal, world }) => {
  const run = meant(world, principal, params.id);
  const policy = world.loaded?.manifest.policy ?? null;
  const { byPolicy, ...rest } = standingOf(world.store, policy, run, world.clock.now());
  const { model, environment, action } = rest;
  return {
    ...rest, byPolicy: { ...byPolicy, waivers: [...byPolicy.waivers] }, rule: approvalRuleOf(policy, "decision"), authors: authorsOf(world.store, { kind: "decision", run: run.id, model: model ?? "", environment, action }),
    waits: loadRequests(world.store, world.clock.now()).findLast(({ status, subject }) => status === "open" && subject.kind === "decision" && subject.run === run.id)?.id ?? null,
  };
});

const Wanted = z.strictObject({ action: Decision.shape.action, reason: z.string().trim().min(1).max(10_000) });

/** What policy says anyway is put down at once; anything else is asked for, and people have to approve it. */
const Decided = z.object({ decision: DecisionRecord.nullable(), request: ChangeRequest.nullable() });

const decide = route({ method: "post", path: "/api/v1/runs/{id}/decision", scope: "operate", tag: "governance", summary: "Decide about a run: as policy says, at once; otherwise by a request that people approve", params: Id, body: Wanted, result: Decided, status: 201 }, ({ params, body: { action, reason }, principal, world }) => {
  const run = meant(world, principal, params.id);
  const policy = world.loaded?.manifest.policy ?? null;
  const now = world.clock.now();
  if (standingOf(world.store, policy, run, now).byPolicy.action === action) return { decision: recordPolicyDecision(world.store, policy, run, now, principal.name, reason), request: null };
  const { model, environment } = runAbout(run);
  return { decision: null, request: askRequest(world.store, policy, { subject: { kind: "decision", run: run.id, model: model ?? "", environment, action }, reason }, { by: principal.name, now }) };
});

const meant = (world: ServerWorld, principal: Principal, id: string): Run => {
  const run = world.store.get(id);
  if (run === null) throw new LockstepError("LS502", { message: `there is no run ${id}`, place: id });
  mustMayModel(principal, runAbout(run).model);
  return run;
};

export const decisionRoutes = [decisions, standing, decide] as const;
