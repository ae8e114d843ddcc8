import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { SourceFormat, SourceRelation } from "../../../ports/source.ts";

const notParquet = (path: string, error: unknown): unknown => {
  if (error instanceof LockstepError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LockstepError("LS203", {
    message: `${path} cannot be read as Parquet: ${message.split("\n")[0]}`,
    place: path,
    todo: "Write the file again; it is cut short, damaged or of another format.",
    cause: error,
  });
};

const open = async (engine: Engine, path: string, digest: string): Promise<SourceRelation> => {
  const file = engine.dialect.file(path);
  const sql = `read_parquet(${file})`;
  try {
    const columns = await engine.describe(`SELECT * FROM ${sql}`);
    const [counted] = await engine.query(`SELECT sum(num_rows)::DOUBLE AS n FROM parquet_file_metadata(${file})`);
    const rows = Number(counted?.["n"] ?? 0);
    if (rows === 0) throw new LockstepError("LS202", { message: `${path} holds no rows`, place: path });
    return { sql, position: "file_row_number", format: "parquet", columns, rows, digest };
  } catch (error) {
    throw notParquet(path, error);
  }
};

/** Parquet, read in place: nothing is copied, and only the columns asked for are read. */
export const parquetSource: SourceFormat = { id: "parquet", extensions: [".parquet", ".pq"], open };
