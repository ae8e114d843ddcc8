import type { Decision } from "../domain/decision.ts";
import { ExitCode } from "../domain/exit-code.ts";
import type { Finding } from "../domain/finding.ts";
import type { DecisionRule, Policy as PolicySchema } from "../domain/manifest.ts";
import type { Run } from "../domain/run.ts";
import type { Verdict } from "../domain/verdict.ts";
import type { Waiver } from "../domain/waiver.ts";
import type { z } from "zod";
import { applyWaivers } from "./apply-waivers.ts";
import { criterionOf } from "./criterion-of.ts";
import { effectiveVerdict } from "./effective-verdict.ts";
import { usualDecision } from "./usual-decision.ts";
import { withoutWaived } from "./without-waived.ts";

export type Policy = z.infer<typeof PolicySchema>;

/** What policy says of a run, and why. */
export interface PolicyDecision extends Decision {
  /** `policy.decisions[2]`; null where none fits and the usual holds. */
  readonly byRule: string | null;
  /** Ids of the waivers that held. */
  readonly waivers: readonly string[];
}

/**
 * What a policy makes of a run at a moment (ISO 8601), whatever the run and the policy are: the first rule that fits decides, the usual holds where none does. A run
 * that could not be told or evaluated is never let go on by a rule alone: that takes a person who puts their name to it. `uncounted`: why this run does not count (`uncountedPush`); it then
 * tells nothing that would let anything go on.
 */
export const decideByPolicy = (run: Run, policy: Pick<Policy, "decisions"> | null, waivers: readonly Waiver[], at: string, uncounted: string | null = null): PolicyDecision => {
  const findings = applyWaivers(run.findings, waivers, at);
  const verdict = worthOf(effectiveVerdict(run, waivers, at), uncounted);
  const held = [...new Set(findings.flatMap(({ waived }) => waived?.waiver ?? []))];
  const rules = policy?.decisions ?? [];
  const index = rules.findIndex((rule) => fits(rule, { run, verdict, findings: withoutWaived(findings) }));
  const rule = rules[index];
  if (rule === undefined) {
    const usual = usualDecision(run, verdict, findings);
    return { ...usual, reason: uncounted ?? usual.reason, byRule: null, waivers: held };
  }
  const untold = verdict === "inconclusive" || verdict === "error";
  const action = rule.then === "proceed" && untold ? "pause" : rule.then;
  const byRule = `policy.decisions[${index}]`;
  const why = rule.why ?? wordsOf(rule);
  return { action, reason: action === rule.then ? `${byRule}: ${why}` : `${byRule} says proceed, and no rule lets go on with what is ${verdict}: a named person has to decide it`, exitCode: exitCodeOf(action, verdict), byRule, waivers: held };
};

/** What a verdict is worth of a run that does not count (`uncounted`): no evidence is never a pass. What failed has failed. */
export const worthOf = (verdict: Verdict, uncounted: string | null): Verdict => (uncounted !== null && (verdict === "pass" || verdict === "warn") ? "inconclusive" : verdict);

/** The exit code of an action after a verdict, for every pair of them. */
export const exitCodeOf = (action: Decision["action"], verdict: Verdict): ExitCode => {
  if (action === "proceed" || action === "proceed-with-mitigation") return ExitCode.proceed;
  if (action === "pause" && verdict === "inconclusive") return ExitCode.inconclusive;
  return action === "pause" && verdict === "error" ? ExitCode.unreachable : ExitCode.fail;
};

const gravest = ["critical", "high", "medium", "low", "info"] as const;

const fits = (rule: DecisionRule, { run, verdict, findings }: { readonly run: Run; readonly verdict: Verdict; readonly findings: readonly Finding[] }): boolean => {
  if (rule.verdict !== undefined && rule.verdict !== verdict) return false;
  if (rule.environment !== undefined && rule.environment !== run.environments.candidate.name) return false;
  if (rule.kind !== undefined && rule.kind !== run.kind) return false;
  if (rule.criterion === undefined && rule.severity === undefined) return true;
  const least = gravest.indexOf(rule.severity ?? "info");
  return deciding(findings, verdict).some((finding) => gravest.indexOf(finding.severity) <= least && (rule.criterion === undefined || criterionOf(finding, run.validation) === rule.criterion));
};

/** The findings that made the verdict what it is. A warning may come from one that failed and only warns. */
const deciding = (findings: readonly Finding[], verdict: Verdict): readonly Finding[] =>
  findings.filter((finding) => (verdict === "warn" ? finding.mode !== "observe" && finding.verdict !== "pass" : finding.mode === "enforce" && finding.verdict === verdict));

const wordsOf = ({ verdict, severity, criterion, environment, kind, then }: DecisionRule): string => {
  const when = [verdict, severity === undefined ? undefined : `${severity} or graver`, criterion, kind, environment === undefined ? undefined : `in ${environment}`].filter((each) => each !== undefined);
  return `${when.length === 0 ? "whatever was found" : when.join(", ")}: ${then.replaceAll("-", " ")}`;
};
