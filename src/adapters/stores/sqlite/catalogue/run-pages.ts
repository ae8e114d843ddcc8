import type { ListedRun, RunQuery } from "../../../../ports/catalogue.ts";
import type { Page } from "../../../../core/domain/page.ts";
import { cursorOf, type Key, keyOf, pageOf } from "./cursor.ts";
import { given, listed, type ReadRows, type Row } from "./read-rows.ts";
import { runColumns } from "./listed-run.ts";
import { asJudged, type Moment, standingRuns } from "./run-standings.ts";
import { matchOf, rowsWithWords } from "./word-pages.ts";

/** How many rows of an index one page may look at, where it looks for what no index finds alone. */
const walkLimit = 10_000;

const newestFirst = "ORDER BY started_at DESC, id DESC";

/** Which index a walk goes along, and what it settles by itself. */
export const walkOf = (query: Pick<RunQuery, "model" | "environment" | "kind" | "verdict">): { readonly index: string; readonly settled: readonly string[] } => {
  const asked = (name: keyof typeof query): boolean => given(query[name]);
  if (asked("model") && asked("environment")) {
    if (asked("kind")) return asked("verdict") ? { index: "run_rows_by_outcome", settled: ["model", "environment", "kind", "verdict"] } : { index: "run_rows_by_kind", settled: ["model", "environment", "kind"] };
    return { index: "run_rows_by_place", settled: ["model", "environment"] };
  }
  for (const name of ["model", "environment", "verdict"] as const) if (asked(name)) return { index: `run_rows_by_${name}`, settled: [name] };
  return { index: "run_rows_by_start", settled: [] };
};

/** So many runs that a waiver may have changed are looked at for one page, and so many at a time. */
const mostStood = 2000;
const stoodAtOnce = 200;

/**
 * Newest first, each as it counts at a moment; `most` rows are looked at for one page. A verdict is asked of what a run counts as: where waivers were ever given for models that are meant,
 * all of theirs that did not pass are looked at, whatever they were judged.
 */
export const runPage = (read: ReadRows, query: RunQuery, moment: Moment = asJudged, most = walkLimit): Page<ListedRun> => {
  const { verdict, limit } = query;
  // Nothing that passed is ever waived, and nothing waived ever passes.
  const touched = !given(verdict) || verdict === "pass" ? [] : modelsTouched(query, moment);
  if (touched.length === 0) {
    const { rows, next } = rowPage(read, query, most, null);
    return { items: standingRuns(read, rows, moment), next, total: null };
  }
  const items: ListedRun[] = [];
  let after = query.after ?? null;
  for (let looked = 0; looked < mostStood;) {
    const asked = Math.max(limit, stoodAtOnce);
    const page = rowPage(read, { ...query, after, limit: asked }, most, JSON.stringify(touched));
    for (const [index, run] of standingRuns(read, page.rows, moment).entries()) {
      if (run.verdict !== verdict) continue;
      items.push(run);
      const row = page.rows[index];
      if (items.length === limit && row !== undefined) return { items, next: page.next === null && index === page.rows.length - 1 ? null : cursorOf("runs", keyOfRun(row)), total: null };
    }
    after = page.next;
    if (after === null || page.rows.length < asked) break;
    looked += page.rows.length;
  }
  return { items, next: after, total: null };
};

/** Models that are meant and for which a waiver had been given. */
const modelsTouched = ({ model, models }: RunQuery, { waivers, at }: Moment): readonly string[] =>
  [...new Set(waivers.filter(({ from }) => Date.parse(from) <= Date.parse(at)).map((waiver) => waiver.model))].filter((each) => (!given(model) || model === each) && (!given(models) || models.includes(each)));

interface RowPage {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

const rowsOf = (rows: readonly Row[], limit: number): RowPage => {
  const { items, next } = pageOf("runs", rows, limit, (row) => row, keyOfRun);
  return { rows: items, next };
};

/** Rows by verdicts as they were judged; of models that are `touched` (JSON) all that did not pass. */
const rowPage = (read: ReadRows, query: RunQuery, most: number, touched: string | null): RowPage => {
  const key = keyOf("runs", query.after);
  const { limit, models, model, environment, verdict, kind, from, to } = query;
  const words = matchOf(query.words);
  const values = { limit: limit + 1, walk: most, model: model ?? null, environment: environment ?? null, verdict: verdict ?? null, kind: kind ?? null, from: from ?? null, to: to ?? null, models: listed(models), touched, words, at: key?.[0] ?? null, id: key?.[1] ?? null };
  const { index, settled } = walkOf(touched === null ? query : { ...query, verdict: null });
  const range = [...settled.map((name) => `${name} = :${name}`), ...(key === null ? [] : ["(started_at, id) < (:at, :id)"]), ...(!given(from) ? [] : ["started_at >= :from"]), ...(!given(to) ? [] : ["started_at < :to"])];
  const rest = [
    ...(["verdict", "kind"] as const).flatMap((name) => {
      if (values[name] === null || settled.includes(name)) return [];
      return [name === "verdict" && touched !== null ? "(verdict = :verdict OR (verdict <> 'pass' AND model IN (SELECT value FROM json_each(:touched))))" : `${name} = :${name}`];
    }),
    ...(values.models === null ? [] : ["model IN (SELECT value FROM json_each(:models))"]),
  ];
  if (words !== null) {
    const found = rowsWithWords(read, { columns: runColumns, index, range: range.filter((each) => !each.startsWith("(")), rest, values });
    return found.end === null ? rowsOf(found.rows, limit) : { rows: found.rows, next: cursorOf("runs", keyOfRun(found.end)) };
  }
  const where = range.length === 0 ? "" : `WHERE ${range.join(" AND ")}`;
  if (rest.length === 0) return rowsOf(read(`SELECT ${runColumns} FROM run_rows INDEXED BY ${index} ${where} ${newestFirst} LIMIT :limit`, values), limit);
  const rows = read(`SELECT ${runColumns} FROM (SELECT * FROM run_rows INDEXED BY ${index} ${where} ${newestFirst} LIMIT :walk) WHERE ${rest.join(" AND ")} LIMIT :limit`, values);
  if (rows.length > limit) return rowsOf(rows, limit);
  const walked = read(`SELECT count(*) AS rows, min(started_at) AS at FROM (SELECT started_at, id FROM run_rows INDEXED BY ${index} ${where} ${newestFirst} LIMIT :walk)`, values)[0];
  if (Number(walked?.["rows"]) < most) return rowsOf(rows, limit);
  const end = read(`SELECT started_at, id FROM (SELECT started_at, id FROM run_rows INDEXED BY ${index} ${where} ${newestFirst} LIMIT :walk) ORDER BY started_at, id LIMIT 1`, values)[0];
  return { rows, next: end === undefined ? null : cursorOf("runs", keyOfRun(end)) };
};

const keyOfRun = (row: Row): Key => [String(row["started_at"]), String(row["id"])];
