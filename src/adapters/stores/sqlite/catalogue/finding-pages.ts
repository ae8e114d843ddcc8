import type { Finding } from "../../../../core/domain/finding.ts";
import type { Page } from "../../../../core/domain/page.ts";
import { applyWaivers, isFor } from "../../../../core/governance/apply-waivers.ts";
import type { FindingQuery, ListedFinding } from "../../../../ports/catalogue.ts";
import { cursorOf, type Key, keyOf, pageOf } from "./cursor.ts";
import { given, listed, type ReadRows, type Row } from "./read-rows.ts";
import { walkOf } from "./run-pages.ts";
import { asJudged, type Moment } from "./run-standings.ts";

/** How many runs one page may look into, and how many are fetched at a time. */
const runsWalked = 2000;
const runsAtOnce = 200;

const columns = "id, check_name, subject_kind, subject_name, segment, verdict, severity, mode, statement, estimate, unit, low, high, level, method, margin, n, back";

/** As the run has it, and what of it is waived at that moment. */
const listedFinding = (row: Row, run: Row, { waivers, at }: Moment): ListedFinding => {
  const finding = asFound(row, run);
  const ours = waivers.filter((waiver) => isFor(waiver, finding));
  if (ours.length === 0) return finding;
  const { id, verdict, mode } = finding;
  return { ...finding, waived: applyWaivers<Pick<Finding, "id" | "verdict" | "mode" | "waived">>([{ id, verdict, mode }], ours, at)[0]?.waived ?? null };
};

const asFound = (row: Row, run: Row): ListedFinding => ({
  id: row["id"], check: row["check_name"], subject: { kind: row["subject_kind"], name: row["subject_name"], segment: row["segment"] }, verdict: row["verdict"], severity: row["severity"], mode: row["mode"],
  statement: row["statement"], estimate: row["estimate"], unit: row["unit"], interval: row["method"] === null ? null : { low: row["low"], high: row["high"], level: row["level"], method: row["method"] },
  margin: row["margin"], n: row["n"], run: run["id"], model: run["model"], environment: run["environment"], startedAt: run["started_at"], waived: null,
}) as ListedFinding;

/** Runs are walked, newest first, `most` for one page, and each is asked for what of it is meant: a finding is found under its run alone. */
export const findingPage = (read: ReadRows, query: FindingQuery, moment: Moment = asJudged, most = runsWalked): Page<ListedFinding> => {
  const key = keyOf("findings", query.after);
  const { limit } = query;
  const asked = { check_name: query.check ?? null, verdict: query.verdict ?? null, severity: query.severity ?? null, id: query.finding ?? null };
  const filters = Object.entries(asked).filter(([, value]) => value !== null).map(([name]) => `${name} = :${name}`);
  // Found by what is rarest: of most runs there is nothing, and then their rows are not read.
  const by = asked.id !== null ? "INDEXED BY finding_rows_by_id" : asked.check_name !== null ? "INDEXED BY finding_rows_by_check" : asked.verdict !== null || asked.severity !== null ? "INDEXED BY finding_rows_by_verdict" : "";
  const within = (run: Row, after: number | null, count: number): readonly Row[] =>
    read(`SELECT ${columns} FROM finding_rows ${by} WHERE run = :run ${after === null ? "" : "AND back < :after"} ${filters.map((each) => `AND ${each}`).join(" ")} ORDER BY back DESC LIMIT :count`, { ...asked, run: run["number"] ?? null, after, count });
  const found: { readonly row: Row; readonly run: Row }[] = [];
  const keyOfFound = ({ row, run }: { readonly row: Row; readonly run: Row }): Key => [String(run["started_at"]), String(run["id"]), Number(row["back"])];
  const page = (total: number | null = null): Page<ListedFinding> => pageOf("findings", found, limit, ({ row, run }) => listedFinding(row, run, moment), keyOfFound, total);
  const { index, settled } = walkOf(!given(query.run) ? { model: query.model ?? null, environment: query.environment ?? null } : {});
  const fits = [...settled.map((name) => `${name} = :${name}`), ...(!given(query.models) ? [] : ["model IN (SELECT value FROM json_each(:models))"])];
  const values = { run: query.run ?? null, model: query.model ?? null, environment: query.environment ?? null, models: listed(query.models) };
  if (given(query.run)) {
    const run = read(`SELECT number, id, started_at, model, environment, findings FROM run_rows WHERE id = :run ${!given(query.models) ? "" : "AND model IN (SELECT value FROM json_each(:models))"}`, values)[0];
    if (run !== undefined) for (const row of within(run, key === null ? null : Number(key[2]), limit + 1)) found.push({ row, run });
    return page(filters.length === 0 && run !== undefined ? Number(run["findings"]) : null);
  }
  let last: Key | null = key;
  for (let walked = 0; walked < most; walked += runsAtOnce) {
    // A page may end within a run: the first one of the next page is that run again.
    const range = [...fits, ...(last === null ? [] : [`(started_at, id) ${walked === 0 ? "<=" : "<"} (:at, :last)`])];
    const runs = read(`SELECT number, id, started_at, model, environment FROM run_rows INDEXED BY ${index} ${range.length === 0 ? "" : `WHERE ${range.join(" AND ")}`} ORDER BY started_at DESC, id DESC LIMIT :count`, { ...values, at: last?.[0] ?? null, last: last?.[1] ?? null, count: Math.min(runsAtOnce, most - walked) });
    const holding = filters.length === 0 ? null : new Set(read(`SELECT value AS run FROM json_each(:runs) WHERE EXISTS (SELECT 1 FROM finding_rows ${by} WHERE run = value AND ${filters.join(" AND ")})`, { ...asked, runs: JSON.stringify(runs.map(({ number }) => number)) }).map((row) => row["run"]));
    for (const run of runs) {
      if (holding === null || holding.has(run["number"] ?? null)) for (const row of within(run, key !== null && run["id"] === key[1] ? Number(key[2]) : null, limit + 1 - found.length)) found.push({ row, run });
      last = [String(run["started_at"]), String(run["id"])];
      if (found.length > limit) return page();
    }
    if (runs.length < Math.min(runsAtOnce, most - walked)) return page();
  }
  // What was looked into holds no more: the next page goes on behind it. No finding lies behind all others of its run that far.
  return { ...page(), next: last === null ? null : cursorOf("findings", [...last, Number.MIN_SAFE_INTEGER]) };
};
