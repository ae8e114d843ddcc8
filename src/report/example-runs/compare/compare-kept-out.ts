import type { Run } from "../../../core/domain/run.ts";
import { compareSkeleton } from "./compare-skeleton.ts";
import { exampleQuality } from "./example-numbers.ts";
import { exampleShiftFinding } from "./example-shift-finding.ts";
import { exampleSide } from "./example-side.ts";
import { loanShifts } from "./loan-shifts.ts";

/** A rule of the contract is broken in the candidate's data, which is therefore not trusted. */
export const compareKeptOut = (): Run => {
  const shifts = loanShifts(48_120, 46_903, { income: -0.08, missingIncome: 0.011, score: 0, channel: [0.52, 0.31, 0.12, 0.05] });
  const quality = [...exampleQuality("staging", 48_120, 0), ...exampleQuality("production", 46_903, 1_204)];
  return {
    ...compareSkeleton("run-20261103-090451-gate", { reference: exampleSide("staging", 48_120), candidate: exampleSide("production", 46_903), shifts, quality }),
    findings: [
      ...quality.map(({ environment, rule, verdict, rows, broken, reason, action, since }): Run["findings"][number] => ({
        id: `quality.${rule.dimension}/${environment}/${rule.id}`, check: `quality.${rule.dimension}`, subject: { kind: "quality", name: `${rule.statement}, ${environment}`, segment: null }, verdict, severity: verdict === "pass" ? "info" : "high", mode: "enforce",
        statement: verdict === "pass" ? `${rule.statement}, in ${environment}` : `income is below 0 on ${broken.toLocaleString("en-US")} of ${rows.toLocaleString("en-US")} rows of ${environment} since 30 October; ${String(rule.owner)} answers for it`,
        estimate: broken / rows, unit: "share of rows", interval: null, margin: 0, marginOrigin: "agreed", n: rows, noiseFloor: null, reason, action, needed: null, evidence: { broken, since },
      })),
      ...shifts.map(exampleShiftFinding),
    ],
    verdict: "fail", headline: "The data of production was kept out: 1,204 of its rows break the rule that income lies between 0 and 1,000,000, since 30 October.",
    decision: { action: "pause", reason: "a rule of the contract is broken, and nothing that follows can be trusted", exitCode: 1 },
    nextActions: ["Ask the Lending data team what writes -1 into income since 30 October, 06:12 UTC.", "Compare again once those rows are written anew."],
  };
};
