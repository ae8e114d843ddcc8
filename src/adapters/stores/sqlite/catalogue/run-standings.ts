import type { Waiver } from "../../../../core/domain/waiver.ts";
import { standingNow, waiversThatTouch } from "../../../../core/governance/standing-now.ts";
import { PushReceipt } from "../../../../core/domain/push-receipt.ts";
import type { ListedRun } from "../../../../ports/catalogue.ts";
import { listedRun } from "./listed-run.ts";
import type { ReadRows, Row } from "./read-rows.ts";

/** The waivers that a store knows, and the moment (ISO 8601) for which verdicts are told. */
export interface Moment {
  readonly waivers: readonly Waiver[];
  readonly at: string;
}

/** Verdicts as they were judged. */
export const asJudged: Moment = { waivers: [], at: "1970-01-01T00:00:00.000Z" };

/** Rows of runs as lists show them, each counted as it counts at that moment. Only of those that a waiver can have changed the findings are read. */
export const standingRuns = (read: ReadRows, rows: readonly Row[], { waivers, at }: Moment): ListedRun[] => {
  const runs = rows.map((row) => {
    const run = listedRun(row);
    return { number: Number(row["number"]), run, touching: waiversThatTouch(run, waivers, at) };
  });
  const touched = runs.filter(({ touching }) => touching.length > 0).map(({ number }) => number);
  const found = touched.length === 0 ? [] : read("SELECT run, id, verdict, mode FROM finding_rows INDEXED BY finding_rows_by_verdict WHERE run IN (SELECT value FROM json_each(:runs)) AND verdict IN ('fail', 'warn', 'inconclusive', 'error')", { runs: JSON.stringify(touched) });
  const byRun = Map.groupBy(found, (row) => Number(row["run"]));
  const pushed = pushedRuns(read, rows);
  return runs.map(({ number, run, touching }) => ({ ...run, pushed: pushed.get(run.id) ?? null, ...(touching.length === 0 ? {} : standingNow(run.judged, (byRun.get(number) ?? []) as unknown as Parameters<typeof standingNow>[1], touching, at)) }));
};

/** Of these runs those that were pushed: as the entry says that was made when one came, signed or not; of an older Lockstep by the token that entered it. */
const pushedRuns = (read: ReadRows, rows: readonly Row[]): ReadonlyMap<string, NonNullable<ListedRun["pushed"]>> => {
  const found = rows.length === 0 ? [] : read(`SELECT e.subject AS id, e.actor, p.document FROM ledger e LEFT JOIN records p ON p.kind = 'push' AND p.subject IN (e.subject || '/' || substr(e.payload_digest, 1, 16), e.subject || '/' || substr(e.payload_digest, 1, 16) || '/signed')
    WHERE e.kind = 'run' AND e.subject IN (SELECT value FROM json_each(:ids)) AND (p.document IS NOT NULL OR e.actor LIKE 'token %')`, { ids: JSON.stringify(rows.map(({ id }) => id)) });
  const all = new Map<string, NonNullable<ListedRun["pushed"]>>();
  for (const { id, actor, document } of found) {
    const receipt = document === null || document === undefined ? null : PushReceipt.safeParse(JSON.parse(String(document))).data;
    const key = receipt?.key?.name ?? all.get(String(id))?.key ?? null;
    all.set(String(id), { by: receipt?.by ?? String(actor), key });
  }
  return all;
};
