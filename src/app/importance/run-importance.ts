import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { openSqliteJournal } from "../../adapters/journal/sqlite/sqlite-journal.ts";
import { compareImportance } from "../../checks/features/importance/compare-importance.ts";
import { type PermutedRows, permutedRows } from "../../checks/features/importance/permuted-rows.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { sample } from "../../core/random/sample.ts";
import { streamOf } from "../../core/random/stream-of.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { OutputRow } from "../../ports/serving.ts";
import { callAt } from "../../work/replay/call-plan.ts";
import { planCalls } from "../../work/replay/plan-calls.ts";
import type { Inputs } from "../../work/replay/read-inputs.ts";
import { askPlan } from "../check/ask-plan.ts";
import { bySide } from "../check/by-side.ts";
import { defaultMemoryBytes } from "../check/check-defaults.ts";
import { checkInputs } from "../check/check-inputs.ts";
import { isLive, type LiveSide } from "../check/check-side.ts";
import { newRunId } from "../check/new-run-id.ts";
import { openSide, parseSides } from "../check/open-side.ts";
import { temporaryFolder } from "../check/temporary-folder.ts";
import type { CommandIo } from "../command-io.ts";
import { openSource } from "../open-source.ts";
import { toolVersion } from "../tool-version.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import type { ImportanceDocument } from "./importance-document.ts";
import type { ImportanceOptions } from "./importance-options.ts";
import { renderImportance } from "./render-importance.ts";

/** Largest seed: exact in a double, short to type. */
const seedLimit = 2 ** 31;

/**
 * Measures permutation importance in both environments on the same permuted rows and holds one against the other. Prints and writes the result; it enters
 * neither the store nor the ledger. Nothing stays open or half-written when it fails.
 */
export const runImportance = async (options: ImportanceOptions, io: CommandIo): Promise<ImportanceDocument> => {
  const { check } = options;
  const targets = parseSides(check, io);
  const lone = targets.find(({ target }) => target.kind !== "endpoint" && target.kind !== "command");
  if (lone !== undefined) throw new LockstepError("LS106", { message: `${check[lone.side].target} cannot be asked, and importance is measured by asking`, place: `<${lone.side}>`, todo: "Give a URL, or a command in quotes." });
  const temporary = temporaryFolder(resolve(io.cwd, check.store));
  const opened: LiveSide[] = [];
  const engine = await createDuckDbEngine({ memoryLimitBytes: check.memory ?? defaultMemoryBytes, temporaryDirectory: temporary.path, ...(check.threads === null ? {} : { threads: check.threads }) });
  try {
    const runId = newRunId(systemClock.now());
    const source = await openSource(engine, resolve(io.cwd, check.inputs));
    for (const target of targets) {
      const side = await openSide(target, { engine, options: check, io, runId, columns: source.columns.map(({ name }) => name) });
      if (isLive(side)) opened.push(side);
    }
    const inputs = await checkInputs(engine, source, opened, check, io);
    const seed = check.seed ?? Math.floor(Math.random() * seedLimit);
    const asked = rowsToAsk(inputs, options, seed);
    await mkdir(temporary.path, { recursive: true });
    const answers = await ask(asked, opened, options, seed, join(temporary.path, "importance.sqlite"), io);
    refuseUnknownOutputs(check.outputs, answers);
    const comparison = compareImportance(asked, answers, { margin: options.margin, outputs: check.outputs });
    const document = documentOf({ runId, seed, asked, inputs, opened, options }, answers, comparison);
    const text = `${JSON.stringify(document, null, 2)}\n`;
    if (options.output !== null) await writeFileWhole(resolve(io.cwd, options.output), text);
    io.out(check.json ? text : renderImportance(document, { color: io.colour, ascii: io.ascii, width: io.width }));
    return document;
  } finally {
    for (const side of opened) await side.close();
    await engine.close();
    temporary.remove();
  }
};

const rowsToAsk = (inputs: Inputs, { features, rows, repeats }: ImportanceOptions, seed: number): PermutedRows => {
  const missing = features?.filter((name) => !inputs.features.includes(name)) ?? [];
  if (missing.length > 0) throw new LockstepError("LS207", { message: `${listOf(missing)} ${missing.length === 1 ? "is" : "are"} not sent; sent are ${listOf(inputs.features)}`, place: "--features" });
  if (inputs.rows.length < 2) throw new LockstepError("LS202", { message: "the inputs hold one row, and values are exchanged among rows", place: "--inputs", todo: "Give at least 30 rows." });
  const chosen = sample(inputs.rows.length, rows, streamOf(seed, "rows of importance")).map((index) => inputs.rows[index] ?? new Map());
  return permutedRows(chosen, features ?? inputs.features, repeats, seed);
};

type Answers = Parameters<typeof compareImportance>[1];

const ask = async (asked: PermutedRows, sides: readonly LiveSide[], { check, repeats }: ImportanceOptions, seed: number, path: string, io: CommandIo): Promise<Answers> => {
  const { rows, count } = asked;
  const plan = planCalls({
    rows, seed, repeats: 1, batchSize: check.batch, probes: [], warmUpCalls: check.warmup,
    sides: bySide(sides, ({ description }) => ({ namedColumns: description.namedColumns, batches: description.batches, concurrency: check.concurrency })),
  });
  const features = new Set(asked.blocks.flatMap(({ feature }) => (feature === null ? [] : [feature]))).size;
  const each = countOf(Math.ceil(rows.length / check.batch), "request");
  io.progress({ kind: "note", message: `${countOf(count, "row")} twice as they are, and with each of ${countOf(features, "feature")} permuted ${countOf(repeats, "time")}: ${each} to each side, and ${check.warmup} to warm up` });
  const journal = openSqliteJournal(path);
  try {
    journal.begin("importance");
    await askPlan({ sides, inputs: { rows }, options: check, io }, plan, journal);
    const answers = { reference: rows.map((): OutputRow | null => null), candidate: rows.map((): OutputRow | null => null) };
    for (const entry of journal.entries()) {
      const call = callAt(plan, entry.call);
      if (call.phase === "main") for (const [place, row] of call.rows.entries()) answers[call.side][row] = entry.rows[place] ?? null;
    }
    return answers;
  } finally {
    journal.close();
  }
};

const refuseUnknownOutputs = (wanted: readonly string[] | null, { reference, candidate }: Answers): void => {
  const given = new Set([...reference, ...candidate].flatMap((row) => [...(row?.keys() ?? [])]));
  const unknown = (wanted ?? []).filter((name) => !given.has(name));
  if (unknown.length > 0) throw new LockstepError("LS207", { message: `no side gives ${listOf(unknown)}; given are ${listOf([...given])}`, place: "--outputs" });
};

interface Facts {
  readonly runId: string;
  readonly seed: number;
  readonly asked: PermutedRows;
  readonly inputs: Inputs;
  readonly opened: readonly LiveSide[];
  readonly options: ImportanceOptions;
}

const documentOf = ({ runId, seed, asked, inputs, opened, options }: Facts, answers: Answers, comparison: ReturnType<typeof compareImportance>): ImportanceDocument => {
  const environment = (side: "reference" | "candidate") => {
    const live = opened.find((each) => each.side === side);
    return { name: live?.name ?? side, address: live?.client.address ?? "", protocol: live?.client.protocol ?? "", unanswered: answers[side].filter((row) => row === null).length };
  };
  const codes = { pass: ExitCode.proceed, fail: ExitCode.fail, inconclusive: ExitCode.inconclusive } as const;
  return {
    kind: "importance", version: toolVersion(), id: runId, verdict: comparison.verdict, exitCode: codes[comparison.verdict], seed,
    inputs: { path: options.check.inputs, digest: inputs.digest, key: inputs.keyColumn, rows: inputs.rows.length },
    rows: asked.count, repeats: options.repeats, rowsAskedPerSide: asked.rows.length,
    environments: { reference: environment("reference"), candidate: environment("candidate") },
    outputs: comparison.outputs, unmoved: comparison.unmoved, oneSided: comparison.oneSided,
  };
};
