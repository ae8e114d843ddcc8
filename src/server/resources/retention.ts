import { z } from "zod";
import { retentionPreview } from "../../app/retention/apply-retention.ts";
import { keepOf } from "../../app/retention/keep-of.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Old = z.object({ id: z.string(), model: z.string().nullable(), environment: z.string(), startedAt: z.string(), stays: z.string().nullable().describe("why it stays; null: it would go") });

const Preview = pageOf(Old).extend({
  /** Runs that started before this are old. */
  before: z.string(),
  going: z.number().int(), staying: z.number().int(),
  /** What the law may ask beyond what was agreed. */
  warning: z.string().nullable(),
});

/** It is of all models at once, and says what holds keep: for whoever administers, and not for a token of some models. */
const preview = route({ method: "get", path: "/api/v1/retention/preview", scope: "administer", tag: "evidence", summary: "What retention would take away now, and what is old and stays, with why; oldest first. Nothing is changed", query: z.strictObject({ ...pageQuery, stays: z.stringbool().optional().describe("only what stays, or only what would go") }), result: Preview }, ({ query: { stays, ...page }, principal, world }) => {
  mustMayModel(principal, null);
  const { told, before, warning } = retentionPreview({ store: world.store, catalogue: world.catalogue, keepMs: keepOf(world.loaded), now: world.clock.now() });
  const going = told.filter(({ why }) => why === null).length;
  const all = told.filter(({ why }) => stays === undefined || (why !== null) === stays).map(({ run: { id, model, environment, startedAt }, why }) => ({ id, model, environment, startedAt, stays: why }));
  return { ...listPage(all, page), before, warning, going, staying: told.length - going };
});

export const retentionRoutes = [preview] as const;
