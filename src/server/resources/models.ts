import { z } from "zod";
import { modelLine, modelPage } from "../../app/runs/model-page.ts";
import { Owner } from "../../core/domain/manifest.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { ListedRun, ModelState } from "../listed-shapes.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const ModelLine = z.object({ model: z.string(), verdict: Verdict, environments: z.array(z.string()), since: z.string().nullable() });
const ModelPage = ModelLine.extend({
  states: z.array(ModelState), owner: Owner.nullable(), runs: z.array(ListedRun),
  versions: z.array(z.object({ version: z.string(), environments: z.array(z.string()), lastRun: z.string(), lastAt: z.string() })),
});

const placeOf = (after: string | undefined): string => {
  if (after === undefined) return "";
  const text = Buffer.from(after, "base64url").toString();
  if (!text.startsWith("model ")) throw new LockstepError("LS707", { message: "after is no place in this list", place: "after", todo: "Give `next` of the page before as it is, or leave it out to begin anew." });
  return text.slice("model ".length);
};

const models = route({ method: "get", path: "/api/v1/models", scope: "read", tag: "models", summary: "Every model that has runs, by name", query: z.strictObject(pageQuery), result: pageOf(ModelLine) }, ({ query, principal, world }) => {
  const all = world.catalogue.models().filter((model) => principal.models === null || principal.models.includes(model));
  const after = placeOf(query.after);
  const rest = all.filter((model) => model > after);
  const shown = rest.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((model) => ({ ...modelLine(world.catalogue, model) }) as z.infer<typeof ModelLine>),
    next: rest.length > shown.length && last !== undefined ? Buffer.from(`model ${last}`).toString("base64url") : null, total: all.length,
  };
});

const model = route({ method: "get", path: "/api/v1/models/{model}", scope: "read", tag: "models", summary: "One model: where it stands in each environment, its versions, owner and newest runs", params: z.object({ model: z.string() }), result: ModelPage }, ({ params, principal, world }) => {
  mustMayModel(principal, params.model);
  const page = modelPage(world, params.model);
  if (page === null) throw new LockstepError("LS706", { message: `there is no run of a model ${params.model}`, place: params.model, todo: "The models stand at /api/v1/models." });
  return page as z.infer<typeof ModelPage>;
});

export const modelRoutes = [models, model] as const;
