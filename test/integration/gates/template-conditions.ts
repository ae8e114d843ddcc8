import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface Template {
  readonly spec: { readonly metrics: readonly { readonly successCondition: string; readonly failureCondition: string; readonly provider: { readonly web: { readonly url: string; readonly timeoutSeconds: number } } }[] };
}

/** The conditions of the template that people copy. */
export const templateConditions = (): { readonly success: string; readonly failure: string; readonly url: string; readonly timeoutSeconds: number } => {
  const [metric] = (parse(readFileSync("examples/gates/argo/analysis-template.yaml", "utf8")) as Template).spec.metrics;
  if (metric === undefined) throw new Error("the template has no metric");
  return { success: metric.successCondition, failure: metric.failureCondition, url: metric.provider.web.url, timeoutSeconds: metric.provider.web.timeoutSeconds };
};

/** What Argo Rollouts makes of an answer: of a status that is no success, an error; else failure before success, and inconclusive where neither holds. */
export const phaseOf = (status: number, { success, failure }: { readonly success: boolean; readonly failure: boolean }): "Error" | "Failed" | "Successful" | "Inconclusive" => {
  if (status < 200 || status >= 300) return "Error";
  if (failure) return "Failed";
  return success ? "Successful" : "Inconclusive";
};
