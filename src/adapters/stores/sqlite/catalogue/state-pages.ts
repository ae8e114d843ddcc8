import type { Page } from "../../../../core/domain/page.ts";
import type { Verdict } from "../../../../core/domain/verdict.ts";
import type { ListedRun, ModelState, PageQuery } from "../../../../ports/catalogue.ts";
import { keyOf, pageOf } from "./cursor.ts";
import { given, listed, type ReadRows, type Row } from "./read-rows.ts";
import { listedRun, runColumns } from "./run-pages.ts";

/** Worst first, in the order of the column `badness`. */
export const worstFirst: readonly Verdict[] = ["error", "fail", "inconclusive", "warn", "pass"];

/** Every model in every environment: a row for each is kept up to date when runs are saved. */
export const statePage = (read: ReadRows, query: PageQuery & { readonly model?: string | null; readonly verdict?: Verdict | null; readonly words?: string | null }): Page<ModelState> => {
  const key = keyOf("states", query.after);
  const values = { limit: query.limit + 1, model: query.model ?? null, badness: !given(query.verdict) ? null : worstFirst.indexOf(query.verdict), models: listed(query.models), words: query.words ?? null, b: key?.[0] ?? null, m: key?.[1] ?? null, e: key?.[2] ?? null };
  const filters = [...(values.model === null ? [] : ["model = :model"]), ...(values.badness === null ? [] : ["badness = :badness"]), ...(values.models === null ? [] : ["model IN (SELECT value FROM json_each(:models))"]),
    ...(values.words === null ? [] : ["(instr(lower(model), lower(:words)) > 0 OR instr(lower(environment), lower(:words)) > 0)"])];
  const where = (conditions: readonly string[]): string => (conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`);
  const rows = read(`SELECT model, environment, badness, since FROM model_states ${where([...filters, ...(key === null ? [] : ["(badness, model, environment) > (:b, :m, :e)"])])} ORDER BY badness, model, environment LIMIT :limit`, values);
  const total = Number(read(`SELECT count(*) AS rows FROM model_states ${where(filters)}`, values)[0]?.["rows"] ?? 0);
  const runsOf = ({ model, environment }: Row): readonly ListedRun[] =>
    read(`SELECT ${runColumns.split(", ").map((name) => `r.${name}`).join(", ")} FROM newest_runs n JOIN run_rows r ON r.number = n.run WHERE n.model = :model AND n.environment = :environment ORDER BY n.kind`, { model: model ?? null, environment: environment ?? null }).map(listedRun);
  return pageOf("states", rows, query.limit, (row) => ({ model: String(row["model"]), environment: String(row["environment"]), runs: runsOf(row), since: row["since"] as string | null }), (row) => [Number(row["badness"]), String(row["model"]), String(row["environment"])], total);
};
