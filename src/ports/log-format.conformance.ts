import { standardTypes } from "../core/sql/payload/staged-records.ts";
import type { Engine } from "./engine.ts";
import { fixtureEvidence, fixturePaths, logFixtures, plainOptions, type LogFixture } from "./log-format.fixture.ts";
import type { LogFormat, OpenedLog } from "./log-format.ts";

/** What every reader of logs owes, for its fixture. `write` makes a file of one line in a folder of its own and gives its path. */
export interface LogFormatCase {
  readonly name: string;
  run(engine: Engine, format: LogFormat, fixture: LogFixture, write: (line: string) => string): Promise<void>;
}

const expectSame = (actual: unknown, expected: unknown, what: string): void => {
  if (!Object.is(actual, expected)) throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
};

const logs = new WeakMap<Engine, Map<string, Promise<OpenedLog>>>();

/** The fixture, opened once per engine. */
const opened = (engine: Engine, format: LogFormat, fixture: LogFixture): Promise<OpenedLog> => {
  const before = logs.get(engine) ?? new Map<string, Promise<OpenedLog>>();
  logs.set(engine, before);
  const log = before.get(format.id) ?? format.open(engine, fixturePaths(fixture), plainOptions);
  before.set(format.id, log);
  return log;
};

const refusal = async (work: Promise<unknown>): Promise<string> => {
  const code = await work.then(() => "no error", (error: unknown) => (error as { readonly code?: unknown }).code ?? error);
  return String(code);
};

/** The suite; all cases of a format on one engine, and all formats on one: tables of different logs must not meet. */
export const logFormatConformance: readonly LogFormatCase[] = [
  {
    name: "recognises its own records and no other format's",
    run: async (_engine, format, fixture) => {
      for (const other of logFixtures) {
        const sure = format.recognise(fixtureEvidence(other));
        if (other.id === fixture.id ? sure <= 0.5 : sure > 0.5) throw new Error(`${format.id} is ${sure} sure of ${other.id}`);
      }
      expectSame(format.recognise({ paths: ["x.csv"], columns: [{ name: "id", type: "BIGINT" }, { name: "score", type: "DOUBLE" }], records: ['{"id":1,"score":0.5}'] }) <= 0.5, true, "a plain table is not this");
      expectSame(format.recognise({ paths: ["x.jsonl"], columns: [], records: ['{"half', "not JSON"] }) <= 0.5, true, "damage is not this");
    },
  },
  {
    name: "gives every prediction once and counts what it left out, a damaged record in the middle among it",
    run: async (engine, format, fixture) => {
      const { relation, read } = await opened(engine, format, fixture);
      expectSame(read.recordsRead, fixture.recordsRead, "records read");
      expectSame(read.rowsParsed, fixture.rowsParsed, "rows parsed");
      const [counted] = await engine.query(`SELECT count(*)::BIGINT AS n FROM ${relation.sql}`);
      expectSame(counted?.["n"], BigInt(fixture.rowsParsed), "rows of the relation");
      for (const [reason, rows] of Object.entries(fixture.dropped)) {
        const entry = read.dropped.find((each) => each.reason.includes(reason));
        expectSame(entry?.rows, rows, `records left out because "${reason}"`);
      }
      expectSame(read.dropped.length, Object.keys(fixture.dropped).length, "reasons");
      for (const entry of read.dropped) if (entry.example !== null && !/^[^/]+, record \d+$/.test(entry.example)) throw new Error(`an example tells a place and no value: ${entry.example}`);
    },
  },
  {
    name: "names each prediction and its place once",
    run: async (engine, format, fixture) => {
      const { relation } = await opened(engine, format, fixture);
      const id = relation.standard.includes("id") ? "id" : "source_ref";
      const [row] = await engine.query(`SELECT count(*)::BIGINT AS n, count(DISTINCT ${id})::BIGINT AS ids, count(DISTINCT source_ref)::BIGINT AS places FROM ${relation.sql}`);
      expectSame(row?.["ids"], row?.["n"], "different ids");
      expectSame(row?.["places"], row?.["n"], "different places");
    },
  },
  {
    name: "declares the columns there are, with the types a relation states",
    run: async (engine, format, fixture) => {
      const { relation } = await opened(engine, format, fixture);
      expectSame(relation.standard.join(), fixture.standard.join(), "standard columns");
      expectSame(relation.columns.map((column) => `${column.role}:${column.name}`).sort().join(), [...fixture.columns].sort().join(), "columns");
      const types = new Map((await engine.describe(`SELECT * FROM ${relation.sql}`)).map((column) => [column.name, column.type]));
      for (const name of relation.standard) expectSame(types.get(name), name === "source_ref" ? "VARCHAR" : standardTypes[name], `type of ${name}`);
      for (const column of relation.columns) {
        expectSame(types.get(column.column), column.type, `type of ${column.name}`);
        if (column.why === "") throw new Error(`${column.name} does not say why`);
      }
      expectSame(new Set(relation.columns.map((column) => column.column)).size, relation.columns.length, "columns are different");
    },
  },
  {
    name: "says in sentences what the log cannot say, and which of it can bend a comparison",
    run: async (engine, format, fixture) => {
      const { relation } = await opened(engine, format, fixture);
      for (const gap of relation.gaps) if (!/^\S.* .*\.$/.test(gap.why)) throw new Error(`no sentence: ${gap.why}`);
      expectSame(relation.gaps.filter((gap) => gap.bends).map((gap) => gap.what).sort().join(), [...fixture.bending].sort().join(), "gaps that bend");
      if (!relation.standard.includes("ts") && !relation.gaps.some((gap) => gap.what === "ts")) throw new Error("no time, and no gap that says so");
    },
  },
  {
    name: "says LS202 where no record gives a row, and LS230 where none is of the format",
    run: async (engine, format, fixture, write) => {
      expectSame(await refusal(format.open(engine, [write(fixture.unusable)], plainOptions)), "LS202", "nothing usable");
      expectSame(await refusal(format.open(engine, [write('{"id":1,"score":0.5}')], plainOptions)), "LS230", "another format");
    },
  },
  {
    name: "opens Parquet as it opens JSON lines",
    run: async (engine, format, fixture, write) => {
      if (!fixture.paths.every((path) => path.endsWith(".jsonl")) || /sagemaker|kserve|lockstep/.test(fixture.id)) return;
      const path = write("").replace(/[^/]+$/, "table.parquet");
      await engine.execute(`COPY (SELECT * FROM read_json([${fixturePaths(fixture).map(engine.dialect.file).join(", ")}], format = 'newline_delimited', ignore_errors = true)) TO ${engine.dialect.literal(path)} (FORMAT parquet)`);
      const lines = await opened(engine, format, fixture);
      const table = await format.open(engine, [path], plainOptions);
      expectSame(table.read.rowsParsed, fixture.rowsParsed, "rows");
      const names = [...lines.relation.standard.filter((name) => name !== "source_ref"), ...lines.relation.columns.map((column) => engine.dialect.identifier(column.column))].join(", ");
      const [difference] = await engine.query(`SELECT count(*)::BIGINT AS n FROM (SELECT ${names} FROM ${lines.relation.sql} EXCEPT SELECT ${names} FROM ${table.relation.sql})`);
      expectSame(difference?.["n"], 0n, "rows that are different");
    },
  },
];
