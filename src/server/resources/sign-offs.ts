import { z } from "zod";
import { ListedSignOff, loadSignOffs } from "../../app/sign-off/load-sign-offs.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Query = z.strictObject({ ...pageQuery, model: z.string().optional(), environment: z.string().optional(), run: z.string().optional().describe("only of this run, by its whole id") });

const signOffs = route({ method: "get", path: "/api/v1/sign-offs", scope: "read", tag: "governance", summary: "Who signed which run off, and until when; newest first", query: Query, result: pageOf(ListedSignOff) }, ({ query: { model, environment, run, ...page }, principal, world }) => {
  if (model !== undefined) mustMayModel(principal, model);
  const all = loadSignOffs(world.store, world.clock.now()).filter((each) =>
    (model === undefined || each.model === model) && (environment === undefined || each.environment === environment) && (run === undefined || each.run === run) && (principal.models === null || principal.models.includes(each.model)));
  return listPage(all.toReversed(), page);
});

export const signOffRoutes = [signOffs] as const;
