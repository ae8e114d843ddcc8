import { z } from "zod";
import { HypothesisResult, Validation } from "../../core/domain/validation.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { wholeRun } from "../../app/runs/run-text.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { keptPage, ofRuns } from "../kept-page.ts";
import { HypothesisLook, ListedHypothesis } from "../listed-shapes.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const hypotheses = route({ method: "get", path: "/api/v1/hypotheses", scope: "read", tag: "hypotheses", summary: "Every hypothesis with its newest look; worst first", query: z.strictObject({ ...pageQuery, model: z.string().optional(), verdict: Verdict.optional() }), result: pageOf(ListedHypothesis) }, ({ query, principal, world, request }) => {
  if (query.model !== undefined) mustMayModel(principal, query.model);
  return keptPage({ world, principal, request }, ofRuns, () => world.catalogue.hypotheses({ limit: query.limit, after: query.after ?? null, model: query.model ?? null, verdict: query.verdict ?? null, models: principal.models }));
});

const Place = z.object({ model: z.string(), name: z.string() });

const hypothesis = route({ method: "get", path: "/api/v1/hypotheses/{model}/{name}", scope: "read", tag: "hypotheses", summary: "The newest look at one hypothesis, whole", params: Place, result: z.object({ run: z.string(), at: z.string(), environment: z.string(), result: HypothesisResult, ...Validation.pick({ asOf: true, family: true, calendar: true }).shape }) }, ({ params: { model, name }, principal, world }) => {
  mustMayModel(principal, model);
  const [look] = world.catalogue.looks({ model, name, limit: 1 }).items;
  const validation = look === undefined ? null : wholeRun(world, look.run).validation;
  const result = validation?.hypotheses.find(({ hypothesis: each }) => each.model === model && each.name === name);
  if (look === undefined || validation === null || result === undefined) throw new LockstepError("LS706", { message: `nobody has looked at a hypothesis ${name} of ${model}`, place: name, todo: "The hypotheses stand at /api/v1/hypotheses; look at production with: lockstep validate" });
  return { run: look.run, at: look.at, environment: look.environment, result, asOf: validation.asOf, family: validation.family, calendar: validation.calendar };
});

const history = route({ method: "get", path: "/api/v1/hypotheses/{model}/{name}/history", scope: "read", tag: "hypotheses", summary: "What each look at one hypothesis said, newest first", params: Place, query: z.strictObject(pageQuery), result: pageOf(HypothesisLook) }, ({ params: { model, name }, query, principal, world }) => {
  mustMayModel(principal, model);
  const page = world.catalogue.looks({ model, name, limit: query.limit, after: query.after ?? null });
  return { ...page, items: [...page.items] };
});

export const hypothesisRoutes = [hypotheses, hypothesis, history] as const;
