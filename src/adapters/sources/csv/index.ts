import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { SourceFormat, SourceRelation } from "../../../ports/source.ts";
import { csvComplaint } from "./csv-complaint.ts";
import { columnEvidence } from "./column-evidence.ts";
import { decideType } from "./decide-type.ts";
import { delimiterOfHeader, namesOfHeader, readHeaderLine } from "./delimiter-of-header.ts";

/** The longest line that is read; a longer one means a missing quote or another format. DuckDB takes a buffer of sixteen times as much. */
const longestLineBytes = 4 * 2 ** 20;

const notCsv = (path: string, error: unknown): unknown => {
  if (error instanceof LockstepError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LockstepError("LS203", {
    message: `${path} cannot be read as CSV: ${csvComplaint(message)}`,
    place: path,
    todo: "Look at the line named; it must have as many fields as the header, quotes that close, and UTF-8 text.",
    cause: error,
  });
};

const open = async (engine: Engine, path: string, digest: string): Promise<SourceRelation> => {
  const { dialect } = engine;
  const raw = dialect.identifier(`csv_text_${digest}`);
  const table = dialect.identifier(`csv_${digest}`);
  try {
    const header = await readHeaderLine(path);
    if (header.replace(/^\uFEFF/, "").trim() === "") throw new LockstepError("LS203", { message: `The first line of ${path} is empty; it must name the columns`, place: `${path}, line 1`, todo: "Begin the file with a header line." });
    const delimiter = delimiterOfHeader(header);
    const names = namesOfHeader(header, delimiter);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new LockstepError("LS203", { message: `The header of ${path} names "${twice}" twice`, place: `${path}, line 1`, todo: "Give each column its own name." });
    const declared = names.map((name) => `${dialect.literal(name)}: 'VARCHAR'`).join(", ");
    await engine.execute(`CREATE OR REPLACE TABLE ${raw} AS SELECT * FROM read_csv(${dialect.file(path)}, auto_detect = false, columns = {${declared}}, header = true, compression = '${path.toLowerCase().endsWith(".gz") ? "gzip" : "none"}', delim = ${dialect.literal(delimiter)}, quote = '"', escape = '"',
  nullstr = '', allow_quoted_nulls = false, null_padding = false, strict_mode = true, max_line_size = ${longestLineBytes})`);
    const [counted] = await engine.query(`SELECT count(*)::DOUBLE AS n FROM ${raw}`);
    const rows = Number(counted?.["n"] ?? 0);
    if (rows === 0) throw new LockstepError("LS202", { message: `${path} holds a header and no rows`, place: path });
    const columns = (await columnEvidence(engine, raw, names)).map((evidence) => ({ name: evidence.name, type: decideType(evidence, path) }));
    const typed = columns.map(({ name, type }) => `CAST(${dialect.identifier(name)} AS ${type}) AS ${dialect.identifier(name)}`);
    await engine.execute(`CREATE OR REPLACE TABLE ${table} AS SELECT ${typed.join(", ")} FROM ${raw}`);
    return { sql: table, position: "rowid", format: "csv", columns, rows, digest };
  } catch (error) {
    throw notCsv(path, error);
  } finally {
    await engine.execute(`DROP TABLE IF EXISTS ${raw}`);
  }
};

/** CSV with a header line, separated by comma, semicolon, tab or bar; every row is looked at before a column has a type. */
export const csvSource: SourceFormat = { id: "csv", extensions: [".csv", ".tsv"], open };
