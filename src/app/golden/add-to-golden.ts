import { copyFile, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { actor } from "../actor.ts";
import { withEngine } from "../baseline/with-engine.ts";
import type { CommandIo } from "../command-io.ts";
import { digestFile, openSource } from "../open-source.ts";
import { findCheck } from "../open-store.ts";
import { extendedGolden } from "./extended-golden.ts";
import { goldenPlace, type GoldenPlace } from "./golden-place.ts";
import { newRows } from "./golden-rows.ts";
import { worstKeys } from "./worst-keys.ts";

export interface GoldenOptions {
  readonly run: string;
  readonly worst: number;
  /** As given with --file; null: the manifest's. */
  readonly file: string | null;
  readonly model: string | null;
  readonly reason: string | null;
  readonly store: string;
}

export interface GoldenChange {
  readonly file: string;
  readonly run: string;
  /** Keys of the rows that were added, worst first. */
  readonly added: readonly string[];
  /** Worst rows that were there before. */
  readonly known: readonly string[];
  readonly rows: number;
  readonly before: string;
  /** sha256, hex; as before when nothing was added. */
  readonly after: string;
  /** Where the manifest pins the old content, `lockstep.yaml:12`; null when it does not. */
  readonly pin: string | null;
  readonly note: string | null;
}

/**
 * Appends the inputs of a run's worst rows to the golden set, and enters that into the ledger; rows that are there already stay as they are. LS223 when the inputs are not
 * those of the run or a row does not fit, and then nothing is written; LS502, LS506.
 */
export const addToGolden = async (options: GoldenOptions, store: RunStore, io: CommandIo): Promise<GoldenChange> => {
  const run = findCheck(store, options.run);
  const place = await goldenPlace({ file: options.file, model: options.model, run }, io);
  const storeFolder = resolve(io.cwd, options.store);
  return withEngine(storeFolder, async (engine, scratch) => {
    const inputsPath = inputsOf(run, io.cwd);
    const inputs = await openSource(engine, inputsPath);
    if (inputs.digest !== run.inputs.digest) {
      throw new LockstepError("LS223", { message: `${inputsPath} is not what run ${run.id} asked: it has the digest ${inputs.digest.slice(0, 12)}, the run holds ${run.inputs.digest?.slice(0, 12) ?? "none"}`, place: inputsPath, todo: "Bring the inputs back, or run the check again." });
    }
    const golden = await openSource(engine, place.path);
    const { keys, note } = await worstKeys(run, options.worst, { engine, storeFolder, scratch, signal: io.signal });
    const key = inputs.columns.some(({ name }) => name === run.inputs.key) ? run.inputs.key : null;
    const { added, known } = keys.length === 0 ? { added: [], known: [] } : await newRows({ engine, inputs, golden, key, keys, inputsPath, goldenPath: place.path });
    const change = { file: relative(io.cwd, place.path) || place.path, run: run.id, added: added.map((row) => row.key), known, before: golden.digest, note };
    if (added.length === 0) return { ...change, rows: golden.rows, after: golden.digest, pin: null };
    const extended = await extendedGolden({ engine, inputs, golden, inputsPath, goldenPath: place.path, rows: added, scratch: join(scratch, "golden") });
    const after = await digestFile(extended);
    await replaceWhole(place.path, extended, golden.digest);
    enter(store, { ...change, after }, options.reason);
    return { ...change, rows: golden.rows + added.length, after, pin: pinOf(place, golden.digest, io) };
  });
};

const inputsOf = (run: Run, cwd: string): string => {
  const { inputs } = run.options;
  if (typeof inputs === "string") return resolve(cwd, inputs);
  throw new LockstepError("LS223", { message: `run ${run.id} has no inputs of its own: it used ${run.inputs.source}`, place: run.id, todo: "Add rows from a run that was given --inputs FILE." });
};

/** Beside it, flushed, then renamed; LS223 when somebody changed the golden set meanwhile, LS506 when it cannot be written. */
const replaceWhole = async (path: string, from: string, before: string): Promise<void> => {
  const whole = await realpath(path);
  const beside = join(dirname(whole), `.${basename(whole)}.${process.pid}.partial`);
  try {
    await copyFile(from, beside);
    const file = await open(beside, "r");
    await file.sync().finally(() => file.close());
    if ((await digestFile(whole)) !== before) throw new LockstepError("LS223", { message: `${path} was changed while rows were added to it`, place: path, todo: "Try again." });
    await rename(beside, whole);
  } catch (cause) {
    await rm(beside, { force: true });
    if (cause instanceof LockstepError) throw cause;
    throw new LockstepError("LS506", { message: `${path} could not be written: ${(cause as Error).message}`, place: path, cause });
  }
};

/** The same rows may be added again after the file was taken back, so a content may be entered more than once. */
const enter = (store: RunStore, change: Omit<GoldenChange, "rows" | "pin">, reason: string | null): void => {
  const { note: _note, known: _known, ...facts } = change;
  const taken = new Set(store.records("golden").map(({ subject }) => subject));
  let subject = change.after;
  for (let number = 2; taken.has(subject); number += 1) subject = `${change.after}#${number}`;
  store.enter({ kind: "golden", subject, payload: { ...facts, reason } as CanonicalValue }, actor());
};

const pinOf = ({ manifests }: GoldenPlace, before: string, io: CommandIo): string | null => {
  for (const { path, text } of manifests) {
    const line = text.split("\n").findIndex((each) => each.includes(`sha256:${before}`));
    if (line >= 0) return `${relative(io.cwd, path)}:${line + 1}`;
  }
  return null;
};
