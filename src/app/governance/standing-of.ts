import type { DecisionRecord } from "../../core/domain/change-request.ts";
import type { Run } from "../../core/domain/run.ts";
import { decideByPolicy, type Policy, type PolicyDecision, worthOf } from "../../core/governance/decide-by-policy.ts";
import { effectiveVerdict } from "../../core/governance/effective-verdict.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import { type Pushed, uncountedPush } from "../../core/governance/uncounted-push.ts";
import { pushOf, type PushStore } from "../push/push-of.ts";
import { loadDecisions } from "./load-decisions.ts";
import { waiversInForce } from "./waivers-in-force.ts";

/** How a run stands now. */
export interface Standing {
  readonly run: string;
  readonly model: string | null;
  readonly environment: string;
  readonly verdict: Run["verdict"];
  /** With the waivers that hold now, and as policy counts it. */
  readonly verdictNow: Run["verdict"];
  readonly byPolicy: PolicyDecision;
  /** The last that people decided. */
  readonly byPeople: DecisionRecord | null;
  readonly action: PolicyDecision["action"];
  /** Who sent it, where it was made elsewhere. */
  readonly pushed: Pushed | null;
  /** Why it does not count, as policy has it; null where it does. */
  readonly uncounted: string | null;
}

/** What a run is worth now (ms), what policy says of it, and what people decided: they are kept beside each other, and people go first. */
export const standingOf = (store: PushStore, policy: Policy | null, run: Run, now: number): Standing => {
  const at = new Date(now).toISOString();
  const about = runAbout(run);
  const waivers = waiversInForce(store, { ...about, at });
  const pushed = pushOf(store, run);
  const uncounted = uncountedPush(policy, pushed);
  const byPolicy = decideByPolicy(run, policy, waivers, at, uncounted);
  const byPeople = loadDecisions(store).findLast((each) => each.run === run.id && each.request !== null) ?? null;
  return { run: run.id, ...about, verdict: run.verdict, verdictNow: worthOf(effectiveVerdict(run, waivers, at), uncounted), pushed, uncounted, byPolicy, byPeople, action: byPeople?.action ?? byPolicy.action };
};
