import { z } from "zod";
import { compareRuns } from "../../app/runs/compare-runs.ts";
import { listedRunOf, wholeRun } from "../../app/runs/run-text.ts";
import { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import { Finding } from "../../core/domain/finding.ts";
import { Run } from "../../core/domain/run.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { ListedRun } from "../listed-shapes.ts";
import { route } from "../route.ts";

const Said = Finding.pick({ verdict: true, severity: true, statement: true, estimate: true, unit: true, interval: true, margin: true, n: true });
const Option = Run.shape.options.valueType.nullable();
const Comparison = z.object({
  a: ListedRun, b: ListedRun,
  findings: z.array(z.object({ id: z.string(), check: z.string(), change: z.enum(["appeared", "gone", "still"]), subject: Finding.shape.subject, a: Said.nullable(), b: Said.nullable() })),
  environments: z.array(z.object({ environment: z.string(), replica: z.string().nullable(), differences: z.array(EnvironmentDifference) })),
  options: z.array(z.object({ option: z.string(), a: Option, b: Option })),
});

const comparison = route({ method: "get", path: "/api/v1/comparisons", scope: "read", tag: "runs", summary: "What is not the same in two runs: findings, environments, options", query: z.strictObject({ a: z.string().describe("the earlier run"), b: z.string().describe("the later run") }), result: Comparison }, ({ query, principal, world }) => {
  const [a, b] = [listedRunOf(world, query.a), listedRunOf(world, query.b)];
  for (const { model } of [a, b]) mustMayModel(principal, model);
  return { a, b, ...compareRuns(wholeRun(world, a.id), wholeRun(world, b.id)) } as z.infer<typeof Comparison>;
});

export const comparisonRoutes = [comparison] as const;
