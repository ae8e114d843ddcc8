import type { DecisionRecord } from "../../core/domain/change-request.ts";
import type { Run } from "../../core/domain/run.ts";
import { decideByPolicy, type Policy, type PolicyDecision } from "../../core/governance/decide-by-policy.ts";
import { effectiveVerdict } from "../../core/governance/effective-verdict.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { loadDecisions } from "./load-decisions.ts";
import { waiversInForce } from "./waivers-in-force.ts";

/** How a run stands now. */
export interface Standing {
  readonly run: string;
  readonly model: string | null;
  readonly environment: string;
  readonly verdict: Run["verdict"];
  /** With the waivers that hold now. */
  readonly verdictNow: Run["verdict"];
  readonly byPolicy: PolicyDecision;
  /** The last that people decided. */
  readonly byPeople: DecisionRecord | null;
  readonly action: PolicyDecision["action"];
}

/** What a run is worth now (ms), what policy says of it, and what people decided: they are kept beside each other, and people go first. */
export const standingOf = (store: Pick<RunStore, "records">, policy: Policy | null, run: Run, now: number): Standing => {
  const at = new Date(now).toISOString();
  const about = runAbout(run);
  const waivers = waiversInForce(store, { ...about, at });
  const byPolicy = decideByPolicy(run, policy, waivers, at);
  const byPeople = loadDecisions(store).findLast((each) => each.run === run.id && each.request !== null) ?? null;
  return { run: run.id, ...about, verdict: run.verdict, verdictNow: effectiveVerdict(run, waivers, at), byPolicy, byPeople, action: byPeople?.action ?? byPolicy.action };
};
