import { dtypeOfEngineType } from "../../checks/parity/relation/dtype-of-engine-type.ts";
import { outputPrefix, recordingColumns as column } from "../../core/domain/recording.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Side } from "../../work/replay/side.ts";
import type { RecordingFacts } from "../../work/replay/write-recording.ts";
import type { FoundBaseline } from "./read-baseline.ts";

/** What is in a baseline's recording, as if the environment had just been asked. */
export const baselineRecording = async (engine: Engine, { recordingPath }: Pick<FoundBaseline, "recordingPath">, side: Side): Promise<RecordingFacts> => {
  const sql = `read_parquet(${engine.dialect.file(recordingPath)})`;
  const columns = await engine.describe(`SELECT * FROM ${sql}`);
  const [call, error, sentAt, replica] = [column.call, column.errorCode, column.sentAt, column.replica].map((name) => engine.dialect.identifier(name));
  const [counted] = await engine.query(`SELECT count(*)::DOUBLE AS rows, count(DISTINCT ${call})::DOUBLE AS calls, (count(DISTINCT ${call}) FILTER (${error} IS NOT NULL))::DOUBLE AS failed,
  min(${sentAt}) AS first, max(${sentAt}) AS last FROM ${sql}`);
  const replicas = await engine.query(`SELECT DISTINCT ${replica} AS name FROM ${sql} WHERE ${replica} IS NOT NULL ORDER BY name`);
  const time = (name: string): number | null => (typeof counted?.[name] === "number" ? counted[name] : null);
  return {
    side, path: recordingPath, rows: Number(counted?.["rows"] ?? 0), calls: Number(counted?.["calls"] ?? 0), failedCalls: Number(counted?.["failed"] ?? 0),
    outputs: columns.flatMap(({ name, type }) => (name.startsWith(outputPrefix) ? [{ name: pathOf(name, columns), column: name, dtype: dtypeOfEngineType(type) }] : [])),
    mixed: [], replicas: replicas.map((row) => String(row["name"])), firstSentAt: time("first"), lastSentAt: time("last"),
  };
};

/** The output that a column holds: `output.a#2` is the output `a` where `output.A` is there too, which an engine would take for the same name. */
const pathOf = (name: string, columns: readonly { readonly name: string }[]): string => {
  const [, before] = /^(.*)#\d+$/.exec(name) ?? [];
  const numbered = before !== undefined && columns.some((other) => other.name !== name && other.name.toLowerCase() === before.toLowerCase());
  return (numbered ? before : name).slice(outputPrefix.length);
};
