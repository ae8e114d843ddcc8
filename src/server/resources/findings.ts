import { z } from "zod";
import { Severity, Verdict } from "../../core/domain/verdict.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { keptPage, ofRuns } from "../kept-page.ts";
import { ListedFinding } from "../listed-shapes.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Query = z.strictObject({ ...pageQuery, model: z.string().optional(), environment: z.string().optional(), check: z.string().optional(), verdict: Verdict.optional(), severity: Severity.optional() });

const findings = route({ method: "get", path: "/api/v1/findings", scope: "read", tag: "findings", summary: "Findings of all runs, newest run first; a page may be short and still be followed by others", query: Query, result: pageOf(ListedFinding) }, ({ query: { limit, after, model, environment, check, verdict, severity }, principal, world, request }) => {
  if (model !== undefined) mustMayModel(principal, model);
  return keptPage({ world, principal, request }, ofRuns, () => world.catalogue.findings({ limit, after: after ?? null, model: model ?? null, environment: environment ?? null, check: check ?? null, verdict: verdict ?? null, severity: severity ?? null, models: principal.models }));
});

const history = route({ method: "get", path: "/api/v1/findings/{finding}/history", scope: "read", tag: "findings", summary: "What every run said of one finding, newest first", params: z.object({ finding: z.string() }), query: z.strictObject({ ...pageQuery, model: z.string().optional(), environment: z.string().optional() }), result: pageOf(ListedFinding) }, ({ params, query: { limit, after, model, environment }, principal, world, request }) => {
  if (model !== undefined) mustMayModel(principal, model);
  return keptPage({ world, principal, request }, ofRuns, () => world.catalogue.findings({ finding: params.finding, limit, after: after ?? null, model: model ?? null, environment: environment ?? null, models: principal.models }));
});

export const findingRoutes = [findings, history] as const;
