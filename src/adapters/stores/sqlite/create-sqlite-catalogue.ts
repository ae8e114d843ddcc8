import type { LedgerKind } from "../../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import type { Waiver } from "../../../core/domain/waiver.ts";
import { inForce } from "../../../core/governance/apply-waivers.ts";
import { WaiverRecord, withEnds } from "../../../core/governance/with-ends.ts";
import type { Catalogue } from "../../../ports/catalogue.ts";
import type { Clock } from "../../../ports/clock.ts";
import { findingPage } from "./catalogue/finding-pages.ts";
import { hypothesisPage, lookPage } from "./catalogue/hypothesis-pages.ts";
import { entriesAfter, headEntry, ledgerPage } from "./catalogue/ledger-pages.ts";
import { readRows } from "./catalogue/read-rows.ts";
import { newestReadings } from "./catalogue/readings.ts";
import { runColumns } from "./catalogue/listed-run.ts";
import { runPage } from "./catalogue/run-pages.ts";
import { asJudged, type Moment, standingRuns } from "./catalogue/run-standings.ts";
import { statePage } from "./catalogue/state-pages.ts";
import { storeFile } from "./create-sqlite-run-store.ts";
import { openDatabase } from "./open-database.ts";
import { guardFile } from "./guard-file.ts";
import { recordsOf } from "./record-rows.ts";

/** The store of a directory as lists and pages read it; sees at once what any process saved. It changes nothing, except that it takes an older store forward as opening it always does. `clock` says for which moment verdicts are told. LS501 when it cannot be opened, LS503 and LS504 for a waiver that is not as it was entered. */
export const createSqliteCatalogue = (directory: string, clock: Pick<Clock, "now"> = Date): Catalogue => {
  const file = storeFile(directory);
  const database = openDatabase(file);
  // Of what lists are read from, as much as is looked at again and again stays at hand: 32 MB.
  database.exec("PRAGMA query_only = ON; PRAGMA cache_size = -32000");
  const read = readRows(database);
  const guarded = guardFile(file);
  let known: { readonly last: number; readonly waivers: readonly Waiver[] } = { last: 0, waivers: [] };
  const waivers = (): readonly Waiver[] => {
    const last = Number(read("SELECT coalesce(max(sequence), 0) AS last FROM ledger INDEXED BY ledger_by_kind WHERE kind = 'waiver'")[0]?.["last"]);
    if (last !== known.last) known = { last, waivers: withEnds(recordsOf(database, "waiver", file).map(({ subject, payload }) => asWaiver(payload, subject, file))) };
    return known.waivers;
  };
  const moment = ({ at }: { readonly at?: string | null } = {}): Moment => ({ waivers: waivers(), at: at ?? new Date(clock.now()).toISOString() });
  return {
    states: (query) => guarded(() => statePage(read, query, moment(query))),
    runs: (query) => guarded(() => runPage(read, query, query.asJudged === true ? asJudged : moment(query))),
    findings: (query) => guarded(() => findingPage(read, query, moment(query))),
    holding: () => guarded(() => {
      const { waivers: all, at } = moment();
      return all.filter((waiver) => inForce(waiver, at)).map(({ id }) => id).join(" ");
    }),
    ledger: (query) => guarded(() => ledgerPage(read, query)),
    entriesAfter: (sequence, limit, kinds) => guarded(() => entriesAfter(read, sequence, limit, kinds)),
    head: () => guarded(() => headEntry(read)),
    record: (kind, subject) => guarded(() => {
      const row = read(`SELECT d.document, l.payload_digest AS sealed FROM ${kind === "run" ? "runs d LEFT JOIN ledger l ON l.kind = :kind AND l.subject = d.id WHERE d.id = :subject" : "records d LEFT JOIN ledger l ON l.kind = d.kind AND l.subject = d.subject WHERE d.kind = :kind AND d.subject = :subject"}`, { kind, subject })[0];
      if (row === undefined) return null;
      const text = String(row["document"]);
      if (row["sealed"] !== sha256(text)) throw new LockstepError("LS503", { message: `${kind} ${subject} is not what the ledger sealed: ${row["sealed"] === null ? "it was never entered" : "it was changed afterwards"}`, place: file });
      return JSON.parse(text) as unknown;
    }),
    digest: (kind, subject) => guarded(() => {
      const row = read(kind === "run" ? "SELECT document FROM runs WHERE id = :subject" : "SELECT document FROM records WHERE kind = :kind AND subject = :subject", { kind, subject })[0];
      return row === undefined ? null : sha256(String(row["document"]));
    }),
    entered: (of, after, limit) => guarded(() => read(
      `SELECT d.kind, d.subject, EXISTS (SELECT 1 FROM ledger l WHERE l.kind = d.kind AND l.subject = d.subject) AS entered FROM ${of === "runs" ? "(SELECT 'run' AS kind, id AS subject FROM runs WHERE id > :subject ORDER BY id LIMIT :limit)" : "(SELECT kind, subject FROM records WHERE (kind, subject) > (:kind, :subject) ORDER BY kind, subject LIMIT :limit)"} d`,
      { kind: after?.[0] ?? "", subject: after?.[1] ?? "", limit },
    ).map((row) => ({ kind: row["kind"] as LedgerKind, subject: String(row["subject"]), entered: row["entered"] === 1 }))),
    models: () => guarded(() => read("SELECT DISTINCT model FROM model_states ORDER BY model").map(({ model }) => String(model))),
    run: (id) => guarded(() => {
      const exact = read(`SELECT ${runColumns} FROM run_rows WHERE id = :id`, { id })[0];
      if (exact !== undefined) return standingRuns(read, [exact], moment())[0] ?? null;
      const begun = id === "" ? [] : read(`SELECT ${runColumns} FROM run_rows WHERE id > :id AND id < :id || char(1114111) ORDER BY id LIMIT 3`, { id });
      if (begun.length > 1) throw new LockstepError("LS502", { message: `several runs begin with ${id}: ${begun.slice(0, 2).map((row) => String(row["id"])).join(", ")}${begun.length > 2 ? ", …" : ""}`, place: id, todo: "Give more of the id." });
      return standingRuns(read, begun, moment())[0] ?? null;
    }),
    hypotheses: (query) => guarded(() => hypothesisPage(read, query)),
    looks: (query) => guarded(() => lookPage(read, query)),
    readings: (model) => guarded(() => newestReadings(read, model)),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
};

const asWaiver = (payload: unknown, subject: string, file: string): ReturnType<typeof WaiverRecord.parse> => {
  const told = WaiverRecord.safeParse(payload);
  if (told.success) return told.data;
  throw new LockstepError("LS504", { message: `the entry waiver ${subject} is none that this Lockstep reads: ${told.error.issues[0]?.path.join(".") ?? ""}`, place: file });
};
