import type { Finding } from "../domain/finding.ts";
import type { DecisionRule } from "../domain/manifest.ts";
import type { Run } from "../domain/run.ts";

export type Criterion = NonNullable<DecisionRule["criterion"]>;

/**
 * What a finding is about, as policies speak of it. A claim about production is about performance, unless its metric tells of latency, throughput or errors
 * (reliability) or of values that are missing (data).
 */
export const criterionOf = ({ subject, check }: Pick<Finding, "subject" | "check">, validation: Run["validation"] = null): Criterion => {
  if (check.includes("fairness")) return "fairness";
  switch (subject.kind) {
    case "fairness": return "fairness";
    case "metric": case "calibration": case "reported": return "performance";
    case "latency": case "errors": case "budget": case "operations": return "reliability";
    case "schema": case "inputs": case "feature": case "label": case "missing": case "correlation": case "quality": case "coverage": return "data";
    case "hypothesis": return ofMetric(validation?.hypotheses.find(({ hypothesis }) => hypothesis.id === subject.name || hypothesis.name === subject.name)?.hypothesis.metric.name ?? null);
    case "run": case "output": case "decision": case "noise": case "metamorphic": case "environment": case "stage": case "preprocessing": return "parity";
  }
};

const ofMetric = (metric: string | null): Criterion => {
  if (metric === "missing-rate") return "data";
  return metric === "latency-mean" || metric === "latency-quantile" || metric === "throughput" || metric === "error-rate" ? "reliability" : "performance";
};
