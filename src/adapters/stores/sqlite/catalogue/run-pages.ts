import type { ListedRun, RunQuery } from "../../../../ports/catalogue.ts";
import type { Page } from "../../../../core/domain/page.ts";
import { cursorOf, type Key, keyOf, pageOf } from "./cursor.ts";
import { given, listed, type ReadRows, type Row } from "./read-rows.ts";
import { matchOf, rowsWithWords } from "./word-pages.ts";

/** How many rows of an index one page may look at, where it looks for what no index finds alone. */
const walkLimit = 10_000;

export const runColumns = "id, started_at, kind, model, environment, reference, candidate, verdict, headline, model_version, code_revision, decision, findings";

export const listedRun = (row: Row): ListedRun => ({
  id: row["id"], startedAt: row["started_at"], reference: row["reference"], candidate: row["candidate"], model: row["model"], verdict: row["verdict"], headline: row["headline"], kind: row["kind"],
  environment: row["environment"], modelVersion: row["model_version"], codeRevision: row["code_revision"], decision: row["decision"], findings: row["findings"],
}) as ListedRun;

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

/** Newest first; `most` rows are looked at for one page. */
export const runPage = (read: ReadRows, query: RunQuery, most = walkLimit): Page<ListedRun> => {
  const key = keyOf("runs", query.after);
  const { limit, models, model, environment, verdict, kind, from, to } = query;
  const words = matchOf(query.words);
  const values = { limit: limit + 1, walk: most, model: model ?? null, environment: environment ?? null, verdict: verdict ?? null, kind: kind ?? null, from: from ?? null, to: to ?? null, models: listed(models), words, at: key?.[0] ?? null, id: key?.[1] ?? null };
  const { index, settled } = walkOf(query);
  const range = [...settled.map((name) => `${name} = :${name}`), ...(key === null ? [] : ["(started_at, id) < (:at, :id)"]), ...(!given(from) ? [] : ["started_at >= :from"]), ...(!given(to) ? [] : ["started_at < :to"])];
  const rest = [
    ...(["verdict", "kind"] as const).flatMap((name) => (values[name] === null || settled.includes(name) ? [] : [`${name} = :${name}`])),
    ...(values.models === null ? [] : ["model IN (SELECT value FROM json_each(:models))"]),
  ];
  if (words !== null) {
    const found = rowsWithWords(read, { columns: runColumns, index, range: range.filter((each) => !each.startsWith("(")), rest, values });
    return found.end === null ? pageOf("runs", found.rows, limit, listedRun, keyOfRun) : { items: found.rows.map(listedRun), next: cursorOf("runs", keyOfRun(found.end)), total: null };
  }
  const where = range.length === 0 ? "" : `WHERE ${range.join(" AND ")}`;
  if (rest.length === 0) return pageOf("runs", read(`SELECT ${runColumns} FROM run_rows INDEXED BY ${index} ${where} ${newestFirst} LIMIT :limit`, values), limit, listedRun, keyOfRun);
  const rows = read(`SELECT ${runColumns} FROM (SELECT * FROM run_rows INDEXED BY ${index} ${where} ${newestFirst} LIMIT :walk) WHERE ${rest.join(" AND ")} LIMIT :limit`, values);
  if (rows.length > limit) return pageOf("runs", rows, limit, listedRun, keyOfRun);
  const walked = read(`SELECT count(*) AS rows, min(started_at) AS at FROM (SELECT started_at, id FROM run_rows INDEXED BY ${index} ${where} ${newestFirst} LIMIT :walk)`, values)[0];
  if (Number(walked?.["rows"]) < most) return pageOf("runs", rows, limit, listedRun, keyOfRun);
  const end = read(`SELECT started_at, id FROM (SELECT started_at, id FROM run_rows INDEXED BY ${index} ${where} ${newestFirst} LIMIT :walk) ORDER BY started_at, id LIMIT 1`, values)[0];
  return { items: rows.map(listedRun), next: end === undefined ? null : cursorOf("runs", keyOfRun(end)), total: null };
};

const keyOfRun = (row: Row): Key => [String(row["started_at"]), String(row["id"])];
