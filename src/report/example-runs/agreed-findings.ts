import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";

const base = { mode: "enforce", estimate: null, interval: null, margin: null, marginOrigin: "agreed", n: 1, noiseFloor: null, needed: null, evidence: {} } as const;

/** What an agreed check finds beside the answers: one finding for each budget and case, for the environments and for the stages. */
export const agreedFindings = (budgets: Run["budgets"], cases: Run["cases"]): Finding[] => [
  {
    ...base, id: "environment.equal/preprocessing.digest:features", check: "environment.equal", subject: { kind: "environment", name: "packed preprocessing features", segment: null }, verdict: "fail", severity: "critical", unit: "difference",
    statement: "not equal as agreed: packed preprocessing features is sha256:0f0f0f0f0f0f… in staging and sha256:e1e1e1e1e1e1… in production", reason: "policy wants preprocessing equal whatever the answers do; the model is given other numbers for the same input",
    action: "deploy preprocessing and model together, from one training run, or name an override with its reason", evidence: { causes: "X3, E1", weight: "block" },
  },
  {
    ...base, id: "preprocessing.stage/first-divergent", check: "preprocessing.stage", subject: { kind: "stage", name: "scale", segment: null }, verdict: "warn", severity: "medium", mode: "warn", unit: "rows", marginOrigin: null, n: 12,
    statement: "the sides part in the stage scale, or in impute, which could not be read without changing the result, on 12 of 12 traced rows, by up to 1.96 %: monthly_charges is 2.3333333333333335 on staging and 2.287581699346405 on production (row C-10482)",
    reason: "every stage before it that could be read (1) holds the same values on both sides", action: "compare the code and the fitted state of scale on production with the reference's",
  },
  ...budgets.map(({ environment, budget, limit, measured, unit, verdict }): Finding => ({
    ...base, id: `budget/${environment}/${budget}`, check: "budgets", subject: { kind: "budget", name: `${budget} of ${environment}`, segment: null }, verdict, severity: verdict === "fail" ? "high" : "medium", estimate: measured, unit, margin: limit, n: 24000,
    statement: measured === null ? `${budget} of ${environment} was not measured` : `${budget} of ${environment} is ${verdict === "fail" ? "more" : "no more"} than was agreed`,
    reason: measured === null ? "a limit that was not measured is not known to be kept" : "the limit was agreed beforehand", action: verdict === "pass" ? "nothing to do" : `bring ${budget} of ${environment} down, or agree on another limit`,
  })),
  ...cases.map(({ case: name, environment, through, verdict, statement }): Finding => ({
    ...base, id: `preprocessing.case/${name}/${environment}/${through}`, check: "preprocessing.case", subject: { kind: "preprocessing", name: `${name} on ${environment}`, segment: null }, verdict: verdict === "error" ? "inconclusive" : verdict, severity: verdict === "pass" ? "info" : "high",
    unit: "case", statement, reason: "the outcome was agreed beforehand and is exact", action: verdict === "pass" ? "nothing to do" : `run the case by hand on ${environment}`, evidence: { through },
  })),
];
