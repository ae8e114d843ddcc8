import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { delimiterOfHeader, namesOfHeader } from "../../adapters/sources/csv/delimiter-of-header.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { SourceRelation } from "../../ports/source.ts";
import { openSource } from "../open-source.ts";
import { type NewRow, sameValues } from "./golden-rows.ts";
import { appendLines, csvLine, csvRecords, quotedColumns } from "./text-records.ts";

export interface ExtendRequest {
  readonly engine: Engine;
  readonly inputs: SourceRelation;
  readonly golden: SourceRelation;
  readonly inputsPath: string;
  readonly goldenPath: string;
  readonly rows: readonly NewRow[];
  /** A folder that is removed afterwards. */
  readonly scratch: string;
}

/**
 * A copy of the golden set with rows of the inputs behind its own, in its format: columns, quotes and line ends of a CSV, lines of JSON as they stand in
 * the inputs, types of a Parquet file. Read back and compared value by value before anybody gets it. Gives the copy's path. LS223 when a value does not fit.
 */
export const extendedGolden = async (request: ExtendRequest): Promise<string> => {
  const { golden, goldenPath, scratch } = request;
  await mkdir(scratch, { recursive: true });
  const path = join(scratch, basename(goldenPath));
  if (golden.format === "parquet") await extendParquet(request, path);
  else {
    const text = await readText(goldenPath);
    const extended = appendLines(text, golden.format === "csv" ? await csvLines(request, text) : await jsonLines(request));
    if (isPacked(goldenPath)) await writeFile(path, gzipSync(extended));
    else await writeFile(path, extended);
  }
  await verify(request, path);
  return path;
};

const isPacked = (path: string): boolean => path.toLowerCase().endsWith(".gz");

const readText = async (path: string): Promise<string> => {
  const bytes = await readFile(path);
  return (isPacked(path) ? gunzipSync(bytes) : bytes).toString("utf8");
};

const places = (rows: readonly NewRow[]): string => rows.map(({ position }) => position).join(", ");

/** The chosen rows of the inputs, worst first, each column under an expression. */
const chosen = ({ engine, inputs, rows }: ExtendRequest, columns: readonly string[]): string =>
  `SELECT ${columns.join(", ")} FROM (SELECT ${inputs.position}::BIGINT AS lockstep_place, * FROM ${inputs.sql}) WHERE lockstep_place IN (${places(rows)}) ORDER BY list_position([${places(rows)}]::BIGINT[], ${engine.dialect.identifier("lockstep_place")})`;

/** A column to be written as text: a float32 as the float64 it is equal to, for the shortest text of one is the text of another number of the other. */
const exactly = ({ engine, inputs }: ExtendRequest, name: string): string => {
  const column = engine.dialect.identifier(name);
  return inputs.columns.some((each) => each.name === name && each.type === "FLOAT") ? `${column}::DOUBLE` : column;
};

const extendParquet = async (request: ExtendRequest, path: string): Promise<void> => {
  const { engine, golden } = request;
  const { identifier, literal } = engine.dialect;
  const cast = golden.columns.map(({ name, type }) => `TRY_CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`);
  await engine.execute(`COPY (SELECT * FROM ${golden.sql} UNION ALL BY NAME (${chosen(request, cast)})) TO ${literal(path)} (FORMAT parquet)`);
};

const csvLines = async (request: ExtendRequest, text: string): Promise<string[]> => {
  const { engine, inputs, inputsPath, golden, rows } = request;
  const delimiter = delimiterOfHeader(text.split(/\r?\n/, 1)[0] ?? "");
  const names = golden.columns.map(({ name }) => name);
  const quoted = quotedColumns(csvRecords(text, delimiter).slice(1), names.length);
  if (inputs.format === "csv") {
    // As it stands there: 1.10 stays 1.10, and 007 stays 007.
    const source = await readText(inputsPath);
    const header = source.split(/\r?\n/, 1)[0] ?? "";
    const own = namesOfHeader(header, delimiterOfHeader(header));
    const records = csvRecords(source, delimiterOfHeader(header)).slice(1);
    return rows.map(({ position }) => csvLine(names.map((name) => {
      const field = records[position]?.[own.indexOf(name)];
      return field === undefined || (field.text === "" && !field.quoted) ? null : field.text;
    }), delimiter, quoted));
  }
  const values = await engine.query(chosen(request, names.map((name, index) => `${exactly(request, name)}::VARCHAR AS c${index}`)));
  return values.map((row) => csvLine(names.map((_, index) => (row[`c${index}`] ?? null) as string | null), delimiter, quoted));
};

const jsonLines = async (request: ExtendRequest): Promise<string[]> => {
  const { engine, inputs, inputsPath, golden, rows } = request;
  const wanted = new Set(golden.columns.map(({ name }) => name));
  if (inputs.format === "json-lines" && inputs.columns.every(({ name }) => wanted.has(name))) {
    const lines = (await readText(inputsPath)).replace(/^\uFEFF/, "").split(/\r?\n/).filter((line) => line.trim() !== "");
    return rows.map(({ position }) => lines[position] ?? "");
  }
  const fields = golden.columns.map(({ name }) => `${engine.dialect.identifier(name)} := ${exactly(request, name)}`);
  return (await engine.query(chosen(request, [`to_json(struct_pack(${fields.join(", ")}))::VARCHAR AS line`]))).map((row) => String(row["line"]));
};

/** Whatever wrote the copy: its columns have the types they had, its first rows are the old ones, and the rest is what the inputs hold. */
const verify = async (request: ExtendRequest, path: string): Promise<void> => {
  const { engine, golden, inputs, goldenPath, rows } = request;
  const { identifier } = engine.dialect;
  const refuse = (message: string, todo?: string): LockstepError => new LockstepError("LS223", { message, place: goldenPath, ...(todo === undefined ? {} : { todo }) });
  const copy = await openSource(engine, path);
  if (copy.rows !== golden.rows + rows.length) throw refuse(`the golden set would have ${copy.rows} rows instead of ${golden.rows + rows.length}`);
  for (const [index, { name, type }] of golden.columns.entries()) {
    const now = copy.columns[index];
    if (now?.name !== name || now.type !== type) throw refuse(`the column ${name} of the golden set holds ${type} and would hold ${now?.type ?? "nothing"}: a value of rows ${rows.map(({ key }) => key).join(", ")} is of another type, and then the rows that are there would be sent otherwise`, "Write the column in the wider type first, such as 1.0 for 1.");
  }
  const names = golden.columns.map(({ name }) => identifier(name));
  const [lost] = await engine.query(`SELECT count(*)::DOUBLE AS n FROM (SELECT ${names.join(", ")} FROM ${golden.sql} EXCEPT ALL SELECT ${names.join(", ")} FROM ${copy.sql})`);
  if (lost?.["n"] !== 0) throw refuse(`${String(lost?.["n"])} rows of the golden set would be changed`);
  const same = sameValues(engine, inputs, golden, "i", "n").map((each, place) => `${each} AS c${place}`);
  for (const [index, { key, position }] of rows.entries()) {
    const [row] = await engine.query(`SELECT ${same.join(", ")} FROM (SELECT * FROM ${inputs.sql} WHERE ${inputs.position} = ${position}) AS i, (SELECT * FROM ${copy.sql} WHERE ${copy.position} = ${golden.rows + index}) AS n`);
    const wrong = golden.columns.find((_, place) => row?.[`c${place}`] !== true);
    if (wrong !== undefined) throw refuse(`the value of ${wrong.name} in row ${key} cannot be kept in the golden set, whose ${wrong.name} is ${wrong.type}`);
  }
};
