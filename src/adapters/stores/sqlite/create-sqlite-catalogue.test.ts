import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { type CanonicalValue, canonicalJson } from "../../../core/ledger/canonical-json.ts";
import { sealEntry } from "../../../core/ledger/seal-entry.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import { exampleFinding, exampleRun, testCatalogue } from "../../../ports/catalogue.conformance.ts";
import { findingPage } from "./catalogue/finding-pages.ts";
import { hypothesisPage, lookPage } from "./catalogue/hypothesis-pages.ts";
import { entriesAfter, headEntry, ledgerPage } from "./catalogue/ledger-pages.ts";
import { type ReadRows, readRows } from "./catalogue/read-rows.ts";
import { newestReadings } from "./catalogue/readings.ts";
import { runPage } from "./catalogue/run-pages.ts";
import { asJudged } from "./catalogue/run-standings.ts";
import { statePage } from "./catalogue/state-pages.ts";
import { rowsWithWords } from "./catalogue/word-pages.ts";
import { createSqliteCatalogue } from "./create-sqlite-catalogue.ts";
import { createSqliteRunStore, storeFile } from "./create-sqlite-run-store.ts";
import { migrations } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";

const newDirectory = (): string => mkdtempSync(join(tmpdir(), "lockstep-catalogue-"));

testCatalogue("SQLite", () => {
  const directory = newDirectory();
  const store = createSqliteRunStore(directory);
  return { store, catalogue: createSqliteCatalogue(directory), remove: () => rmSync(directory, { recursive: true, force: true }) };
});

const inDirectory = (work: (directory: string) => void): void => {
  const directory = newDirectory();
  try {
    work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const runs = Array.from({ length: 6 }, (_, index) => exampleRun(`r${index}`, index, { model: index % 2 === 0 ? "credit" : "fraud", environment: "staging", verdict: index < 3 ? "fail" : "pass", findings: [exampleFinding("a:x", "fail"), exampleFinding(`a:${index}`, "pass")] }));

test("no list reads a whole table, nor sorts one", () => inDirectory((directory) => {
  const store = createSqliteRunStore(directory);
  for (const run of runs) store.save(run, "ana");
  store.close();
  const database = openDatabase(storeFile(directory));
  const read = readRows(database);
  const plans = new Map<string, readonly string[]>();
  const explained: ReadRows = (sql, values = {}) => {
    plans.set(sql, read(`EXPLAIN QUERY PLAN ${sql}`, values).map(({ detail }) => String(detail)));
    return read(sql, values);
  };
  const subsets = <T>(all: readonly T[]): T[][] => all.reduce<T[][]>((sets, each) => sets.flatMap((set) => [set, [...set, each]]), [[]]);
  for (const set of subsets([["model", "credit"], ["environment", "staging"], ["kind", "check"], ["verdict", "fail"], ["from", "2026-01-01T00:00:00.000Z"], ["words", "alike"]] as const)) {
    const query = { limit: 1, ...Object.fromEntries(set) };
    runPage(explained, { ...query, after: runPage(explained, query).next });
  }
  for (const set of subsets([["model", "credit"], ["environment", "staging"], ["check", "a"], ["verdict", "fail"], ["severity", "high"], ["finding", "a:x"]] as const)) {
    const query = { limit: 1, ...Object.fromEntries(set) };
    findingPage(explained, { ...query, after: findingPage(explained, query).next });
    findingPage(explained, { ...query, run: "r1" });
  }
  statePage(explained, { limit: 1, after: statePage(explained, { limit: 1 }).next });
  statePage(explained, { limit: 1, verdict: "fail" });
  const waived = { at: "2027-01-01T00:00:00.000Z", waivers: [{ id: "w", model: "credit", environment: null, finding: "a:*", reason: "", owner: "Ada", requestedBy: "Ada", approvedBy: [], from: "2026-01-01T00:00:00.000Z", expiresAt: "2028-01-01T00:00:00.000Z" }] };
  runPage(explained, { limit: 1, verdict: "warn" }, waived);
  runPage(explained, { limit: 1, verdict: "warn", models: ["credit"], words: "alike" }, waived);
  statePage(explained, { limit: 1, after: statePage(explained, { limit: 1 }, waived).next }, waived);
  for (const newestFirst of [true, false]) for (const kind of ["run", null] as const) ledgerPage(explained, { limit: 1, newestFirst, kind, after: ledgerPage(explained, { limit: 1, newestFirst, kind }).next });
  entriesAfter(explained, 1, 2, ["run", "gate"]);
  headEntry(explained);
  hypothesisPage(explained, { limit: 1 });
  lookPage(explained, { model: "credit", name: "x", limit: 1 });
  newestReadings(explained, "credit");
  database.close();
  expect(plans.size).toBeGreaterThan(60);
  // A walk along an index stops at its page; a table without one is read to its end. How many states there are is counted along an index of as many rows as models have environments.
  const whole = [...plans].flatMap(([sql, details]) => details.filter((detail) => /^SCAN (?!json_each|\(?subquery|run_words|\w+ VIRTUAL)/.test(detail) && !/USING (COVERING )?INDEX/.test(detail) && !(/^SCAN (ledger|model_states)$/.test(detail) && (/ORDER BY sequence/.test(sql) || /count\(\*\)/.test(sql)))).map((detail) => `${detail}: ${sql}`));
  expect(whole).toEqual([]);
  // What is sorted was bounded before: matches of words, one run's findings, what was walked, a model's states.
  const sorted = [...plans].filter(([, details]) => details.some((detail) => /TEMP B-TREE/.test(detail))).map(([sql]) => sql).filter((sql) => !/json_each\(:numbers\)|FROM finding_rows (INDEXED BY \w+ )?WHERE run = :run|LIMIT :walk\) ORDER BY/.test(sql));
  expect(sorted).toEqual([]);
}));

test("a page that finds little within its walk goes on where it stopped", () => inDirectory((directory) => {
  createSqliteRunStore(directory).close();
  const database = openDatabase(storeFile(directory));
  // Rows without documents: what they are made from does not matter to a walk.
  database.exec("DROP TRIGGER run_rows_are_filled; DROP TRIGGER run_rows_are_newest");
  database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO run_rows SELECT i, printf('r%06d', i), printf('2026-01-01T00:00:00.%06dZ', i), iif(i = 7, 'compare', 'check'), 'credit', 'staging', 'a', 'b', 'pass', 'h', NULL, NULL, 'proceed', 0 FROM n`);
  const read = readRows(database);
  const first = runPage(read, { limit: 10, kind: "compare" }, asJudged, 50);
  expect(first.items).toEqual([]);
  const second = runPage(read, { limit: 10, kind: "compare", after: first.next }, asJudged, 50);
  expect([second.items.map(({ id }) => id), second.next]).toEqual([["r000007"], null]);
  let pages = 0;
  for (let after: string | null = null; pages < 10;) {
    const page = findingPage(read, { limit: 10, verdict: "fail", after }, asJudged, 25);
    pages += 1;
    after = page.next;
    if (after === null) break;
  }
  expect(pages).toBe(3);
  database.exec("INSERT INTO run_words (rowid, words) SELECT number, iif(number % 20 = 7, 'rare common', 'common') FROM run_rows");
  const walk = (words: string, place: readonly [string, string] | null, sorted: number) => rowsWithWords(read, { columns: "id, started_at", index: "run_rows_by_model", range: ["model = :model"], rest: ["kind = :kind"], values: { words, model: "credit", kind: "check", limit: 2, at: place?.[0] ?? null, id: place?.[1] ?? null } }, { walked: 400, sorted });
  for (const sorted of [0, 500]) {
    expect(walk('"rare"*', null, sorted)).toEqual({ rows: [expect.objectContaining({ id: "r000047" }), expect.objectContaining({ id: "r000027" })], end: null });
    expect(walk('"common"*', ["2026-01-01T00:00:00.000009Z", "r000009"], sorted).rows.map(({ id }) => id)).toEqual(["r000008", "r000006"]);
  }
  database.close();
}));

test("a store of an older Lockstep is listed as if each run had been saved by this one; a run that is taken away is listed nowhere", () => inDirectory((directory) => {
  const old = openDatabase(storeFile(directory), migrations.slice(0, 2));
  let previous: ReturnType<typeof sealEntry> | null = null;
  for (const run of runs) {
    const text = canonicalJson(run as unknown as CanonicalValue);
    previous = sealEntry(previous, { time: run.startedAt, actor: "ana", kind: "run", subject: run.id, payloadDigest: sha256(text) });
    old.prepare("INSERT INTO runs (id, document) VALUES (?, ?)").run(run.id, text);
    old.prepare("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?)").run(previous.sequence, previous.time, previous.actor, previous.kind, previous.subject, previous.payloadDigest, previous.previousHash, previous.hash);
  }
  old.close();
  inDirectory((other) => {
    const store = createSqliteRunStore(other);
    for (const run of runs.toReversed()) store.save(run, "ana");
    const [migrated, fresh] = [createSqliteCatalogue(directory), createSqliteCatalogue(other)];
    for (const list of ["states", "runs", "findings"] as const) expect(migrated[list]({ limit: 100 })).toEqual(fresh[list]({ limit: 100 }));
    expect(migrated.runs({ limit: 10, words: "r4 zebra" }).items).toEqual([]);
    expect(migrated.runs({ limit: 10, words: "r4" }).items.map(({ id }) => id)).toEqual(["r4"]);
    for (const each of [migrated, fresh, store]) each.close();
  });
  const raw = new DatabaseSync(storeFile(directory));
  raw.exec("DROP TRIGGER runs_are_kept; DELETE FROM runs WHERE id IN ('r4', 'r5')");
  raw.close();
  const catalogue = createSqliteCatalogue(directory);
  expect(catalogue.states({ limit: 5 }).items.map(({ model, runs: [run] }) => [model, run?.id])).toEqual([["credit", "r2"], ["fraud", "r3"]]);
  expect(catalogue.findings({ limit: 100 }).items).toHaveLength(8);
  expect(catalogue.runs({ limit: 5, words: "r5" }).items).toEqual([]);
  catalogue.close();
}));

test("it changes nothing", () => inDirectory((directory) => {
  const catalogue = createSqliteCatalogue(directory);
  const behind = (catalogue as unknown as { readonly record: (kind: string, subject: string) => unknown }).record("gate", "x'; DROP TABLE runs; --");
  expect(behind).toBeNull();
  expect(catalogue.runs({ limit: 1, words: "\" OR NEAR(" }).items).toEqual([]);
  catalogue.close();
}));
