import type { DecisionRecord } from "../../core/domain/change-request.ts";
import type { Run } from "../../core/domain/run.ts";
import { decideByPolicy, type Policy } from "../../core/governance/decide-by-policy.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import { uncountedPush } from "../../core/governance/uncounted-push.ts";
import { pushOf } from "../push/push-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterNumbered } from "../entries/enter-numbered.ts";
import { loadDecisions } from "./load-decisions.ts";
import { waiversInForce } from "./waivers-in-force.ts";

/**
 * Puts down what policy alone decides of a run now (ms), once as long as it decides the same and nobody says anything new. No person says yes to it, and none is named as
 * deciding; what `actor` said of it (`text`) is kept beside the policy's reason.
 */
export const recordPolicyDecision = (store: RunStore, policy: Policy | null, run: Run, now: number, actor: string, text: string | null): DecisionRecord => {
  const at = new Date(now).toISOString();
  const { model, environment } = runAbout(run);
  const { action, reason, waivers } = decideByPolicy(run, policy, waiversInForce(store, { model, environment, at }), at, uncountedPush(policy, pushOf(store, run)));
  return enterNumbered(store, {
    kind: "decision", prefix: "DEC", at, load: () => loadDecisions(store),
    known: (records) => {
      const last = records.findLast((each) => each.run === run.id);
      return last?.request === null && last.action === action && (text === null || (last.said?.text === text && last.said.by === actor)) ? last : undefined;
    },
    make: (id): DecisionRecord => ({ id, run: run.id, model: model ?? "", environment, action, byPolicy: action, by: ["policy"], request: null, reason, waivers: [...waivers], at, ...(text === null ? {} : { said: { by: actor, text } }) }),
  }, actor);
};
