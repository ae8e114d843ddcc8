import { z } from "zod";
import { Owner } from "../../core/domain/manifest.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { keptPage, ofRuns } from "../kept-page.ts";
import { ModelState } from "../listed-shapes.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Query = z.strictObject({ ...pageQuery, model: z.string().optional().describe("only this model"), verdict: Verdict.optional().describe("only where the worst of the newest runs ended so"), words: z.string().max(200).optional().describe("only where this stands in the model's or the environment's name") });
const Standing = ModelState.extend({ owner: Owner.nullable().describe("as the manifest names one") });

/** Where everything stands: the newest run of each kind of every model in every environment. */
const states = route({ method: "get", path: "/api/v1/states", scope: "read", tag: "models", summary: "Every model in every environment with its newest runs; worst first", query: Query, result: pageOf(Standing) }, ({ query, principal, world, request }) => {
  if (query.model !== undefined) mustMayModel(principal, query.model);
  return keptPage({ world, principal, request }, ofRuns, () => {
    const page = world.catalogue.states({ limit: query.limit, after: query.after ?? null, model: query.model ?? null, verdict: query.verdict ?? null, words: query.words ?? null, models: principal.models });
    const manifest = world.loaded?.manifest;
    return { ...page, items: page.items.map((state) => ({ ...state, runs: [...state.runs], owner: manifest?.models?.[state.model]?.owner ?? manifest?.owner ?? null })) };
  });
});

export const stateRoutes = [states] as const;
