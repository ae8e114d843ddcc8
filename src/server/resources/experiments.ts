import { z } from "zod";
import { experimentRecords } from "../../app/evidence/experiment-records.ts";
import { Run } from "../../core/domain/run.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import { ExperimentRecord } from "../../core/evidence/experiment-record.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Query = z.strictObject({
  ...pageQuery, model: z.string().optional(), environment: z.string().optional(), kind: Run.shape.kind.unwrap().optional(), verdict: Verdict.optional(),
  from: z.string().optional().describe("ISO 8601, in it"), to: z.string().optional().describe("ISO 8601, not in it"),
  words: z.string().optional().describe("words that stand in its headline, model, version, revision, sources, options or id"),
});

/** What was run, from what, by whom and with what outcome; newest first. */
const experiments = route({ method: "get", path: "/api/v1/experiments", scope: "read", tag: "evidence", summary: "The records of all runs, to be searched; newest first", query: Query, result: pageOf(ExperimentRecord) }, ({ query, principal, world }) => {
  if (principal.models !== null && query.model === undefined) throw new LockstepError("LS707", { message: `${principal.name} is for ${principal.models.join(", ")}: name one of them`, place: "model" });
  if (query.model !== undefined) mustMayModel(principal, query.model);
  const page = world.catalogue.runs({ ...query, model: query.model ?? null, environment: query.environment ?? null, kind: query.kind ?? null, verdict: query.verdict ?? null, from: query.from ?? null, to: query.to ?? null, words: query.words ?? null, asJudged: true });
  return { items: [...experimentRecords(world, page.items.map(({ id }) => id))], next: page.next, total: page.total };
});

/** The record of one run. */
const record = route({ method: "get", path: "/api/v1/runs/{id}/record", scope: "read", tag: "evidence", summary: "What a run was: data, code, parameters, tool, who, outcome", params: z.object({ id: z.string() }), result: ExperimentRecord }, ({ params, principal, world }) => {
  const [found] = experimentRecords(world, [params.id]);
  if (found === undefined) throw new LockstepError("LS502", { message: `there is no run ${params.id}`, place: params.id });
  mustMayModel(principal, found.model);
  return found;
});

export const experimentRoutes = [experiments, record] as const;
