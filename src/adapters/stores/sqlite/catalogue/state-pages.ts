import type { Page } from "../../../../core/domain/page.ts";
import type { Verdict } from "../../../../core/domain/verdict.ts";
import type { ModelState, PageQuery } from "../../../../ports/catalogue.ts";
import { keyOf, pageOf } from "./cursor.ts";
import { given, listed, type ReadRows } from "./read-rows.ts";
import { runColumns } from "./listed-run.ts";
import { asJudged, type Moment, standingRuns } from "./run-standings.ts";

/** Worst first, in the order of the column `badness`. */
export const worstFirst: readonly Verdict[] = ["error", "fail", "inconclusive", "warn", "pass"];

/** Every model in every environment: a row for each is kept up to date when runs are saved. Where waivers make of it another than was judged, that is worked out here, and stands where it belongs. */
export const statePage = (read: ReadRows, query: PageQuery & { readonly model?: string | null; readonly verdict?: Verdict | null; readonly words?: string | null }, moment: Moment = asJudged): Page<ModelState> => {
  const key = keyOf("states", query.after);
  const changed = changedStates(read, query.model ?? null, moment);
  const values = { limit: query.limit + 1, model: query.model ?? null, badness: !given(query.verdict) ? null : worstFirst.indexOf(query.verdict), models: listed(query.models), words: query.words ?? null, b: key?.[0] ?? null, m: key?.[1] ?? null, e: key?.[2] ?? null, changed: JSON.stringify(changed) };
  const filters = [...(values.model === null ? [] : ["model = :model"]), ...(values.badness === null ? [] : ["badness = :badness"]), ...(values.models === null ? [] : ["model IN (SELECT value FROM json_each(:models))"]),
    ...(values.words === null ? [] : ["(instr(lower(model), lower(:words)) > 0 OR instr(lower(environment), lower(:words)) > 0)"])];
  const where = (conditions: readonly string[]): string => (conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`);
  const behind = key === null ? [] : ["(badness, model, environment) > (:b, :m, :e)"];
  const others = changed.length === 0 ? [] : [`(model, environment) NOT IN (SELECT model, environment FROM (${changedRows}))`];
  const ordered = (from: string, conditions: readonly string[]): string => `SELECT model, environment, badness, since FROM ${from} ${where(conditions)} ORDER BY badness, model, environment LIMIT :limit`;
  const rows = read(changed.length === 0 ? ordered("model_states", [...filters, ...behind]) : ordered(`(SELECT * FROM (${ordered("model_states", [...filters, ...behind, ...others])}) UNION ALL SELECT * FROM (${changedRows}) ${where([...filters, ...behind])})`, []), values);
  const count = (from: string, conditions: readonly string[]): number => Number(read(`SELECT count(*) AS rows FROM ${from} ${where(conditions)}`, values)[0]?.["rows"] ?? 0);
  const total = count("model_states", [...filters, ...others]) + (changed.length === 0 ? 0 : count(`(${changedRows})`, filters));
  const runs = standingRuns(read, rows.slice(0, query.limit).flatMap(({ model, environment }) => read(`SELECT ${ofRuns} FROM newest_runs n JOIN run_rows r ON r.number = n.run WHERE n.model = :model AND n.environment = :environment ORDER BY n.kind`, { model: model ?? null, environment: environment ?? null })), moment);
  const byPlace = Map.groupBy(runs, placeOf);
  return pageOf("states", rows, query.limit, (row) => ({ model: String(row["model"]), environment: String(row["environment"]), runs: byPlace.get(placeOf(row)) ?? [], since: row["since"] as string | null }), (row) => [Number(row["badness"]), String(row["model"]), String(row["environment"])], total);
};

const ofRuns = runColumns.split(", ").map((name) => `r.${name}`).join(", ");
const changedRows = "SELECT value ->> 0 AS model, value ->> 1 AS environment, value ->> 2 AS badness, value ->> 3 AS since FROM json_each(:changed)";
const placeOf = ({ model, environment }: { readonly model?: string | number | null; readonly environment?: string | number | null }): string => JSON.stringify([model, environment]);

/** Models in environments of which a newest run counts as another than it was judged: model, environment, how bad it is, since when. */
const changedStates = (read: ReadRows, model: string | null, moment: Moment): readonly (readonly [string, string, number, string | null])[] => {
  const models = [...new Set(moment.waivers.map((waiver) => waiver.model))].filter((each) => model === null || each === model);
  if (models.length === 0) return [];
  const rows = read(`SELECT ${ofRuns}, n.since FROM newest_runs n JOIN run_rows r ON r.number = n.run WHERE n.model IN (SELECT value FROM json_each(:of))`, { of: JSON.stringify(models) });
  const runs = standingRuns(read, rows, moment).map((run, index) => ({ ...run, since: (rows[index]?.["since"] ?? null) as string | null }));
  return [...Map.groupBy(runs, placeOf).values()].flatMap((each) => {
    const [first] = each;
    if (first === undefined || first.model === null || each.every(({ verdict, judged }) => verdict === judged)) return [];
    const badness = Math.min(...each.map(({ verdict }) => worstFirst.indexOf(verdict)));
    const since = each.filter(({ verdict }) => worstFirst.indexOf(verdict) === badness).flatMap((run) => run.since ?? []).toSorted()[0] ?? null;
    return [[first.model, first.environment, badness, since] as const];
  });
};
