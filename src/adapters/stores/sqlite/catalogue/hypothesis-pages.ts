import type { Page } from "../../../../core/domain/page.ts";
import type { Verdict } from "../../../../core/domain/verdict.ts";
import type { HypothesisLook, ListedHypothesis, PageQuery } from "../../../../ports/catalogue.ts";
import { keyOf, pageOf } from "./cursor.ts";
import { given, listed, type ReadRows, type Row } from "./read-rows.ts";
import { worstFirst } from "./state-pages.ts";

const columns = "r.id AS run, h.at, h.model, h.name, h.environment, h.claim, h.metric, h.unit, h.severity, h.version, h.verdict, h.estimate, h.low, h.high, h.corridor_low, h.corridor_high, h.since, h.refused";

const lookOf = (row: Row): HypothesisLook => ({
  run: row["run"], at: row["at"], model: row["model"], name: row["name"], environment: row["environment"], claim: row["claim"], metric: row["metric"], unit: row["unit"], severity: row["severity"], version: row["version"],
  verdict: row["verdict"], estimate: row["estimate"], low: row["low"], high: row["high"], corridor: { low: row["corridor_low"], high: row["corridor_high"] }, since: row["since"], refused: row["refused"],
}) as HypothesisLook;

/** Worst first; one that was never looked at stands with those that lack evidence. */
export const hypothesisPage = (read: ReadRows, query: PageQuery & { readonly model?: string | null; readonly verdict?: Verdict | null }): Page<ListedHypothesis> => {
  const key = keyOf("hypotheses", query.after);
  const values = { limit: query.limit + 1, model: query.model ?? null, badness: !given(query.verdict) ? null : worstFirst.indexOf(query.verdict), models: listed(query.models), b: key?.[0] ?? null, m: key?.[1] ?? null, n: key?.[2] ?? null };
  const conditions = [
    ...(values.model === null ? [] : ["model = :model"]), ...(values.badness === null ? [] : ["badness = :badness"]), ...(values.models === null ? [] : ["model IN (SELECT value FROM json_each(:models))"]),
    ...(key === null ? [] : ["(badness, model, name) > (:b, :m, :n)"]),
  ];
  const rows = read(`SELECT model, name, claim, run, back, badness FROM hypotheses ${conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`} ORDER BY badness, model, name LIMIT :limit`, values);
  const look = ({ run, back }: Row): HypothesisLook | null => {
    const found = run === null ? undefined : read(`SELECT ${columns} FROM hypothesis_rows h JOIN run_rows r ON r.number = h.run WHERE h.run = :run AND h.back = :back`, { run: run ?? null, back: back ?? null })[0];
    return found === undefined ? null : lookOf(found);
  };
  return pageOf("hypotheses", rows, query.limit, (row) => ({ model: String(row["model"]), name: String(row["name"]), claim: String(row["claim"]), look: look(row) }), (row) => [Number(row["badness"]), String(row["model"]), String(row["name"])]);
};

export const lookPage = (read: ReadRows, query: PageQuery & { readonly model: string; readonly name: string }): Page<HypothesisLook> => {
  const key = keyOf("looks", query.after);
  const rows = read(`SELECT ${columns}, h.run AS number, h.back FROM hypothesis_rows h INDEXED BY hypothesis_rows_by_name CROSS JOIN run_rows r ON r.number = h.run WHERE h.model = :model AND h.name = :name ${key === null ? "" : "AND (h.at, h.run, h.back) < (:at, :number, :back)"} ORDER BY h.at DESC, h.run DESC, h.back DESC LIMIT :limit`,
    { model: query.model, name: query.name, at: key?.[0] ?? null, number: key?.[1] ?? null, back: key?.[2] ?? null, limit: query.limit + 1 });
  return pageOf("looks", rows, query.limit, lookOf, (row) => [String(row["at"]), Number(row["number"]), Number(row["back"])]);
};
