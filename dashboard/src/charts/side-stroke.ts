import type { Run } from "../run-types.ts";

/** How a side's line is drawn in every chart: the reference solid blue, the candidate dashed orange. */
export const sideStroke = (run: Run, environment: string): { stroke: string; strokeDasharray: string } =>
  environment === run.environments.reference.name ? { stroke: "var(--reference)", strokeDasharray: "none" } : { stroke: "var(--candidate)", strokeDasharray: "5 3" };
