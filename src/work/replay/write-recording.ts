import type { DType } from "../../core/domain/dtype.ts";
import { outputPrefix, recordingColumns as column } from "../../core/domain/recording.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Cell, Engine, LoadColumn } from "../../ports/engine.ts";
import type { Journal } from "../../ports/journal.ts";
import { callAt, type CallPlan } from "./call-plan.ts";
import { cellFor, type OutputColumn, OutputColumns } from "./output-columns.ts";
import type { PerSide, Side } from "./side.ts";
import { sides } from "./side.ts";

/** Where a recording goes. The file system is somebody else's: the file is written beside its place, and then put there. */
export interface RecordingPlace {
  readonly temporaryPath: string;
  readonly finalPath: string;
}

export interface RecordingOptions {
  readonly engine: Engine;
  readonly journal: Journal;
  readonly plan: CallPlan;
  /** Of the input rows, in their order. */
  readonly keys: readonly string[];
  readonly places: PerSide<RecordingPlace>;
  /** Puts a complete file in its place, at once. */
  readonly rename: (from: string, to: string) => Promise<void>;
}

/** A written recording and what is in it. */
export interface RecordingFacts {
  readonly side: Side;
  readonly path: string;
  /** Asked rows: each repeat and arm counts. */
  readonly rows: number;
  readonly calls: number;
  readonly failedCalls: number;
  readonly outputs: readonly { readonly name: string; readonly column: string; readonly dtype: DType }[];
  /** Outputs that the model wrote in more than one type. */
  readonly mixed: readonly { readonly name: string; readonly dtypes: Readonly<Partial<Record<DType, number>>> }[];
  readonly replicas: readonly string[];
  /** Milliseconds since the epoch of the first and the last request; null when nothing was asked. */
  readonly firstSentAt: number | null;
  readonly lastSentAt: number | null;
}

/** Writes one Parquet file per side from a finished replay's journal, one row per asked row, in the order of the calls. */
export const writeRecordings = async (options: RecordingOptions): Promise<PerSide<RecordingFacts>> => {
  const summaries = summarise(options);
  const written: Partial<Record<Side, RecordingFacts>> = {};
  for (const side of sides) {
    const place = options.places[side];
    if (place !== undefined) written[side] = await writeSide(options, side, place, summaries[side]);
  }
  return written;
};

class Summary {
  readonly outputs = new OutputColumns();
  readonly replicas = new Set<string>();
  calls = 0;
  failedCalls = 0;
  rows = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
}

/** One pass over the journal: which outputs there are, of what type. */
const summarise = ({ journal, plan }: RecordingOptions): Record<Side, Summary> => {
  const summaries = { reference: new Summary(), candidate: new Summary() };
  for (const entry of journal.entries()) {
    const call = callAt(plan, entry.call);
    const summary = summaries[call.side];
    summary.calls += 1;
    summary.rows += call.rows.length;
    summary.first = Math.min(summary.first, entry.sentAt);
    summary.last = Math.max(summary.last, entry.sentAt);
    if (entry.errorCode !== null) summary.failedCalls += 1;
    if (entry.replica !== null) summary.replicas.add(entry.replica);
    for (const row of entry.rows) summary.outputs.add(row);
  }
  return summaries;
};

const fixedColumns: readonly LoadColumn[] = [
  { name: column.call, dtype: "int64" }, { name: column.row, dtype: "int64" }, { name: column.key, dtype: "string" },
  { name: column.arm, dtype: "string" }, { name: column.repeat, dtype: "int32" }, { name: column.replica, dtype: "string" },
  { name: column.sentAt, dtype: "float64" }, { name: column.latencyMs, dtype: "float64" }, { name: column.batchSize, dtype: "int32" },
  { name: column.status, dtype: "int32" }, { name: column.errorCode, dtype: "string" }, { name: column.errorMessage, dtype: "string" },
];

const writeSide = async (options: RecordingOptions, side: Side, place: RecordingPlace, summary: Summary): Promise<RecordingFacts> => {
  const { engine, rename } = options;
  const outputs = distinctNames(summary.outputs.columns());
  const table = `lockstep_recording_${side}`;
  const { identifier, literal } = engine.dialect;
  await engine.execute(`DROP TABLE IF EXISTS ${identifier(table)}`);
  try {
    await engine.load(table, [...fixedColumns, ...outputs.map(({ name, dtype }) => ({ name, dtype }))], recordedRows(options, side, outputs));
    await engine.execute(`COPY ${identifier(table)} TO ${literal(place.temporaryPath)} (FORMAT parquet)`);
  } finally {
    await engine.execute(`DROP TABLE IF EXISTS ${identifier(table)}`);
  }
  try {
    await rename(place.temporaryPath, place.finalPath);
  } catch (cause) {
    throw new LockstepError("LS506", { message: `The recording of the ${side} could not be put in its place: ${cause instanceof Error ? cause.message : String(cause)}`, place: place.finalPath, cause });
  }
  return {
    side, path: place.finalPath, rows: summary.rows, calls: summary.calls, failedCalls: summary.failedCalls,
    outputs: outputs.map(({ path, name, dtype }) => ({ name: path, column: name, dtype })),
    mixed: outputs.flatMap(({ path, mixed }) => (mixed === null ? [] : [{ name: path, dtypes: mixed }])),
    replicas: [...summary.replicas].sort(),
    firstSentAt: summary.calls === 0 ? null : summary.first, lastSentAt: summary.calls === 0 ? null : summary.last,
  };
};

type NamedOutput = OutputColumn & { readonly name: string };

/** Column names: `output.` and the path, numbered where an engine that ignores case would take two for one. */
const distinctNames = (columns: readonly OutputColumn[]): NamedOutput[] => {
  const taken = new Set<string>();
  return columns.map((output) => {
    let name = `${outputPrefix}${output.path}`;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${outputPrefix}${output.path}#${number}`;
    taken.add(name.toLowerCase());
    return { ...output, name };
  });
};

function* recordedRows({ journal, plan, keys }: RecordingOptions, side: Side, outputs: readonly OutputColumn[]): Generator<Cell[]> {
  for (const entry of journal.entries()) {
    const call = callAt(plan, entry.call);
    if (call.side !== side) continue;
    for (const [place, row] of call.rows.entries()) {
      const cells: Cell[] = [
        BigInt(entry.call), BigInt(row), keys[row] as string, call.phase, call.repeat, entry.replica,
        entry.sentAt, entry.latencyMs, call.rows.length, entry.status, entry.errorCode, entry.errorMessage,
      ];
      const answered = entry.rows[place];
      for (const { path, dtype } of outputs) {
        const output = answered?.get(path);
        cells.push(output === undefined ? null : cellFor(output, dtype));
      }
      yield cells;
    }
  }
}
