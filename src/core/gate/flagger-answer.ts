import type { KnownRollout } from "./gate-facts.ts";
import type { GateVerdict } from "./gate-verdict.ts";

/** The hooks of Flagger's canaries, as their `type` is called. */
export const flaggerHooks = ["confirm-rollout", "pre-rollout", "rollout", "confirm-traffic-increase", "confirm-promotion", "post-rollout", "rollback", "event"] as const;
export type FlaggerHook = (typeof flaggerHooks)[number];

/**
 * Yes (200) or no (409) with a sentence: Flagger knows no third answer and copies the sentence into its events. `rollback` is asked the other way round: yes means roll
 * back now, and is said only when a failure of this very rollout says so: its decision is to roll back, or whoever set the hook up wants that for `anyFailure`, and what failed is
 * of the version that was named, or began after the rollout did. `known` is what was remembered when the verdict was made.
 */
export const flaggerAnswer = (hook: Exclude<FlaggerHook, "event">, told: GateVerdict, known: KnownRollout | null, anyFailure: boolean): { readonly status: 200 | 409; readonly sentence: string } => {
  const goes = told.verdict === "pass" || told.verdict === "warn" ? told.decision === "proceed" || told.decision === "proceed-with-mitigation" : false;
  const said = `Lockstep: ${told.verdict}. ${told.sentence}`;
  if (hook !== "rollback") return { status: goes ? 200 : 409, sentence: said };
  if (told.verdict !== "fail") return { status: 409, sentence: `Lockstep: nothing says roll back (${told.verdict}). ${told.sentence}` };
  const own = told.version !== null || (known !== null && told.asOf !== null && Date.parse(told.asOf) >= known.since);
  if (!own) return { status: 409, sentence: `Lockstep: what failed is older than this rollout, and no version was named. ${told.sentence}` };
  if (told.decision !== "roll-back" && !anyFailure) return { status: 409, sentence: `Lockstep: it failed, and the decision is to ${told.decision}. ${told.sentence}` };
  return { status: 200, sentence: said };
};
