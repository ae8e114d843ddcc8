import { Policy as PolicySchema } from "../../core/domain/manifest.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { decideByPolicy, type Policy } from "../../core/governance/decide-by-policy.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { waiversInForce } from "./waivers-in-force.ts";

/** The policy that decided on a run, from the text that the store keeps; null where none was in force. LS502 where the text is not there: what follows from a verdict is not guessed. */
export const policyOfRun = (store: Pick<RunStore, "text">, { id, policyDigest }: Pick<Run, "id" | "policyDigest">): Policy | null => {
  if (policyDigest === undefined) return null;
  const text = store.text(policyDigest);
  if (text === null) throw new LockstepError("LS502", { message: `the store does not keep the policy that decided on run ${id} (sha256 ${policyDigest.slice(0, 12)}), so it cannot be repeated`, place: id, todo: "Check anew, under the present policy: lockstep check" });
  return PolicySchema.parse(JSON.parse(text));
};

/** What a policy of now (ms) decides of a run otherwise than its document says, in words; null where it decides the same. */
export const decidedOtherwise = (store: Pick<RunStore, "records">, run: Run, policy: Policy | null, now: number): string | null => {
  const at = new Date(now).toISOString();
  const { action, reason, exitCode } = decideByPolicy(run, policy, waiversInForce(store, { ...runAbout(run), at }), at);
  if (action === run.decision.action && exitCode === run.decision.exitCode) return null;
  return `the policy of that time decided (${words(run.decision.action)}, exit code ${run.decision.exitCode}); the present one would decide otherwise: ${words(action)}, exit code ${exitCode} (${reason})`;
};

const words = (action: string): string => action.replaceAll("-", " ");
