import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { SourceFormat, SourceRelation } from "../../../ports/source.ts";
import { structureOfLines } from "./structure-of-lines.ts";

/** The longest line that is read; DuckDB takes a buffer of sixteen times as much. */
const longestLineBytes = 4 * 2 ** 20;

/** A control character that JSON must escape, so that no line is ever split by it. */
const neverInJson = "\u0001";

const notJsonLines = (path: string, error: unknown): unknown => {
  if (error instanceof LockstepError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LockstepError("LS203", { message: `${path} cannot be read as JSON lines: ${message.split("\n").slice(0, 2).join(" ")}`, place: path, cause: error });
};

const refuseWhatIsNoObject = async (engine: Engine, lines: string, path: string): Promise<void> => {
  const [bad] = await engine.query(`SELECT line, left(text, 60) AS text, json_valid(text) AS valid FROM ${lines}
WHERE NOT json_valid(text) OR CASE WHEN json_valid(text) THEN json_type(text) END <> 'OBJECT' ORDER BY line LIMIT 1`);
  if (bad === undefined) return;
  throw new LockstepError("LS203", {
    message: `Line ${String(bad["line"])} of ${path} is ${bad["valid"] === true ? "JSON but not an object" : "not JSON"}: ${String(bad["text"])}`,
    place: `${path}, line ${String(bad["line"])}`,
    todo: "Write one JSON object per line; if it is the last line, the file may have been cut short.",
  });
};

const open = async (engine: Engine, path: string, digest: string): Promise<SourceRelation> => {
  const { dialect } = engine;
  const lines = dialect.identifier(`json_text_${digest}`);
  const table = dialect.identifier(`json_${digest}`);
  try {
    await engine.execute(`CREATE OR REPLACE TABLE ${lines} AS SELECT line, text FROM (SELECT row_number() OVER () AS line, text
FROM read_csv(${dialect.file(path)}, columns = {'text': 'VARCHAR'}, header = false, auto_detect = false, compression = '${path.toLowerCase().endsWith(".gz") ? "gzip" : "none"}', delim = ${dialect.literal(neverInJson)}, quote = '', escape = '', nullstr = '', strict_mode = false, max_line_size = ${longestLineBytes}))
WHERE trim(text) <> ''`);
    await refuseWhatIsNoObject(engine, lines, path);
    const [counted] = await engine.query(`SELECT count(*)::DOUBLE AS n FROM ${lines}`);
    const rows = Number(counted?.["n"] ?? 0);
    if (rows === 0) throw new LockstepError("LS202", { message: `${path} holds no rows`, place: path });
    const structure = await structureOfLines(engine, lines, path);
    const names = Object.keys(structure);
    if (names.length === 0) throw new LockstepError("LS202", { message: `${path} holds only empty objects`, place: path });
    const fields = names.map((name) => `(row_of_line).${dialect.identifier(name)} AS ${dialect.identifier(name)}`);
    await engine.execute(`CREATE OR REPLACE TABLE ${table} AS SELECT ${fields.join(", ")} FROM (SELECT from_json(text, ${dialect.literal(JSON.stringify(structure))}) AS row_of_line FROM ${lines})`);
    return { sql: table, position: "rowid", format: "json-lines", columns: await engine.describe(`SELECT * FROM ${table}`), rows, digest };
  } catch (error) {
    throw notJsonLines(path, error);
  } finally {
    await engine.execute(`DROP TABLE IF EXISTS ${lines}`);
  }
};

/**
 * One JSON object per line. `NaN`, `Infinity` and integers beyond 2^53 are read as the model wrote them; absent and null are
 * both null; a place that holds several types is LS209.
 */
export const jsonLinesSource: SourceFormat = { id: "json-lines", extensions: [".jsonl", ".ndjson"], open };
