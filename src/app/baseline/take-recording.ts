import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { flattenColumns } from "../../checks/parity/relation/flatten-columns.ts";
import { outputPrefix, recordingColumns as column } from "../../core/domain/recording.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Side } from "../../work/replay/side.ts";
import { digestFile, openSource } from "../open-source.ts";

export interface TakenRecording {
  readonly path: string;
  readonly digest: string;
  readonly rows: number;
}

export interface TakeRequest {
  readonly engine: Engine;
  readonly run: Run;
  readonly side: Side;
  /** Absolute. */
  readonly storeFolder: string;
  /** A folder that is removed afterwards. */
  readonly scratch: string;
}

/**
 * The answers of one side of a run as a recording, proven to be those that the run judged: what was recorded of an environment as it is, a file of
 * predictions written in the same shape. LS222 when it is gone or another.
 */
export const takeRecording = async ({ engine, run, side, storeFolder, scratch }: TakeRequest): Promise<TakenRecording> => {
  const record = run.environments[side];
  const refused = (message: string, place: string, todo?: string): LockstepError => new LockstepError("LS222", { message, place, ...(todo === undefined ? {} : { todo }) });
  if (run.baseline?.standsFor === record.name) {
    throw refused(`${record.name} was not asked in run ${run.id}: baseline v${run.baseline.version} stood in for it`, run.id, `That baseline is approved already; approve the other side with --side ${side === "reference" ? "candidate" : "reference"}, or a run that asked ${record.name}.`);
  }
  const path = record.kind === "file" ? record.address : join(storeFolder, "recordings", run.id, `${side}.parquet`);
  if (record.digest === null) throw refused(`run ${run.id} holds no digest of what ${record.name} answered`, path);
  const digest = await digestFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw refused(`what ${record.name} answered in run ${run.id} is no longer there: ${path} cannot be read (${cause.code ?? cause.message})`, path, "Run the check again and approve that run.");
  });
  if (digest !== record.digest) throw refused(`what ${record.name} answered in run ${run.id} was changed: ${path} has the digest ${digest.slice(0, 12)}, the run holds ${record.digest.slice(0, 12)}`, path, "Run the check again and approve that run.");
  if (record.kind !== "file") return { path, digest, rows: await rowsOf(engine, path) };
  const written = await fromFile(engine, run, record.address, scratch);
  return { path: written, digest: await digestFile(written), rows: await rowsOf(engine, written) };
};

const rowsOf = async (engine: Engine, path: string): Promise<number> => Number((await engine.query(`SELECT count(*)::DOUBLE AS n FROM read_parquet(${engine.dialect.file(path)})`))[0]?.["n"] ?? 0);

/** A file of predictions in the shape of a recording: each row asked once, in the file's order, with the outputs that the run compared. */
const fromFile = async (engine: Engine, run: Run, address: string, scratch: string): Promise<string> => {
  const { identifier, literal } = engine.dialect;
  const source = await openSource(engine, address);
  const compared = new Set(run.outputs.map(({ output }) => output));
  const outputs = (await flattenColumns(engine, source.sql, source.columns)).filter(({ name }) => compared.has(name));
  const as = (expression: string, name: string): string => `${expression} AS ${identifier(name)}`;
  const taken = new Set<string>();
  const columns = [
    as(`${source.position}::BIGINT`, column.call), as(`${source.position}::BIGINT`, column.row), as(`${identifier(run.inputs.key)}::VARCHAR`, column.key), as(literal("main"), column.arm),
    as("0::INTEGER", column.repeat), as("NULL::VARCHAR", column.replica), as("NULL::DOUBLE", column.sentAt), as("NULL::DOUBLE", column.latencyMs), as("1::INTEGER", column.batchSize),
    as("NULL::INTEGER", column.status), as("NULL::VARCHAR", column.errorCode), as("NULL::VARCHAR", column.errorMessage),
    ...outputs.map(({ name, expression }) => as(expression, distinct(`${outputPrefix}${name}`, taken))),
  ];
  await mkdir(scratch, { recursive: true });
  const path = join(scratch, "recording.parquet");
  await engine.execute(`COPY (SELECT ${columns.join(", ")} FROM ${source.sql} ORDER BY ${source.position}) TO ${literal(path)} (FORMAT parquet)`);
  return path;
};

/** Numbered where an engine that ignores case would take two names for one. */
const distinct = (name: string, taken: Set<string>): string => {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}#${number}`;
  taken.add(free.toLowerCase());
  return free;
};
