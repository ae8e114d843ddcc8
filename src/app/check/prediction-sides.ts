import { keyError, keyFlaw } from "../../checks/parity/relation/check-keys.ts";
import { flattenColumns } from "../../checks/parity/relation/flatten-columns.ts";
import { refuseMixedOutputs } from "../../checks/parity/relation/refuse-mixed-outputs.ts";
import { relationFromSource, relationsFromSources } from "../../checks/parity/relation/relations-from-sources.ts";
import { recordingRelation, type RecordingTable } from "../../checks/parity/recording/recording-relation.ts";
import type { FeatureRelation, PredictionRelation } from "../../core/domain/prediction-relation.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { featureRelation } from "../../work/replay/feature-relation.ts";
import type { Side } from "../../work/replay/side.ts";
import type { RecordingFacts } from "../../work/replay/write-recording.ts";
import type { CheckOptions } from "./check-options.ts";
import type { CheckSide, FileSide } from "./check-side.ts";

/** Both sides as relations of one shape, whatever they were. */
export interface PredictionSides {
  readonly reference: PredictionRelation;
  readonly candidate: PredictionRelation;
  /** The recordings of the sides that were asked. */
  readonly recordings: Readonly<Partial<Record<Side, RecordingTable>>>;
  readonly outputs: readonly string[];
  readonly key: string;
  readonly keyOrigin: "agreed" | "guessed";
  /** The columns of the reference's file that are no outputs, when there are no inputs of their own. */
  readonly features: FeatureRelation | null;
  /** What was guessed and left out, in sentences. */
  readonly notes: readonly string[];
}

/** What one side predicted: a file as it is, a recording by its answers. */
export const predictionSides = async (engine: Engine, sides: Readonly<Record<Side, CheckSide>>, recordings: Readonly<Partial<Record<Side, RecordingFacts>>>, key: { readonly name: string | null; readonly origin: "agreed" | "guessed" }, options: CheckOptions): Promise<PredictionSides> => {
  const { reference, candidate } = sides;
  if (reference.kind === "file" && candidate.kind === "file") return fromFiles(engine, reference, candidate, options);
  const tables: Partial<Record<Side, RecordingTable>> = {};
  const relations: Partial<Record<Side, PredictionRelation>> = {};
  for (const side of [reference, candidate]) {
    const facts = recordings[side.side];
    if (facts === undefined) continue;
    const table = { environment: side.name, sql: `read_parquet(${engine.dialect.file(facts.path)})`, outputs: facts.outputs };
    tables[side.side] = table;
    relations[side.side] = await recordingRelation(engine, table, "main", "first");
  }
  for (const side of [reference, candidate]) {
    if (side.kind === "file") relations[side.side] = await fileBeside(engine, side, key.name, Object.values(tables).flatMap(({ outputs }) => outputs.map(({ name }) => name)), options);
  }
  if (relations.reference === undefined || relations.candidate === undefined) throw new Error("each side is a file or was asked");
  if (reference.kind === "file") await refuseMixedOutputs(engine, reference.path, relations.reference, relations.candidate);
  if (candidate.kind === "file") await refuseMixedOutputs(engine, candidate.path, relations.candidate, relations.reference);
  const outputs = outputsOf(relations.reference, relations.candidate, options);
  return { reference: relations.reference, candidate: relations.candidate, recordings: tables, outputs, key: key.name ?? "row number", keyOrigin: key.origin, features: null, notes: [] };
};

const fromFiles = async (engine: Engine, reference: FileSide, candidate: FileSide, options: CheckOptions): Promise<PredictionSides> => {
  const beside = [options.label, ...options.segment].filter((name) => name !== null);
  const found = await relationsFromSources(
    engine,
    { environment: reference.name, source: reference.source },
    { environment: candidate.name, source: candidate.source },
    { key: options.key, outputs: options.outputs, exclude: beside },
  );
  await refuseMixedOutputs(engine, reference.path, found.reference, found.candidate);
  await refuseMixedOutputs(engine, candidate.path, found.candidate, found.reference);
  const features = options.inputs === null ? featureRelation(engine, reference.source, { keyColumn: found.key }) : null;
  const isOutput = (name: string): boolean => name === found.key || found.outputs.some((output) => output === name || output.startsWith(`${name}.`) || output.startsWith(`${name}[`));
  return {
    ...found,
    recordings: {},
    features: features === null ? null : { ...features, features: features.features.filter(({ name }) => !isOutput(name)) },
    notes: [
      ...(found.keyOrigin === "guessed" ? [`rows are matched by the column ${found.key} (guessed; name another with --key)`] : []),
      ...(found.outputsOrigin === "guessed" ? [`compared: ${listOf(found.outputs)} (${found.outputsWhy}; choose with --outputs)`] : []),
    ],
  };
};

/** A file of predictions that is compared with what the other side answered: by the inputs' key, output by output. */
const fileBeside = async (engine: Engine, side: FileSide, key: string | null, outputs: readonly string[], options: CheckOptions): Promise<PredictionRelation> => {
  if (key === null) throw new LockstepError("LS204", { message: `the inputs have no key by which the rows of ${side.path} could be matched`, place: "--key" });
  const names = side.source.columns.map(({ name }) => name);
  if (!names.includes(key)) throw new LockstepError("LS207", { message: `${side.path} has no column "${key}", by which the inputs are known; it has: ${names.join(", ")}`, place: `--key ${key}` });
  const flaw = await keyFlaw(engine, side.source, key);
  if (flaw !== null) throw await keyError(engine, side.name, side.source, key, flaw);
  const flat = await flattenColumns(engine, side.source.sql, side.source.columns);
  const wanted = flat.filter(({ name, root }) => (options.outputs === null ? outputs.includes(name) : options.outputs.includes(name) || options.outputs.includes(root)));
  if (wanted.length === 0) {
    throw new LockstepError("LS208", { message: `${side.path} has none of the outputs that were answered (${listOf(outputs)}); it has ${listOf(flat.map(({ name }) => name))}`, place: side.path, todo: "Name the file's columns as the other side names its outputs." });
  }
  return relationFromSource(engine, { environment: side.name, source: side.source }, key, wanted);
};

/** All that either side gives, shared ones first; a given list is held against what is there. */
const outputsOf = (reference: PredictionRelation, candidate: PredictionRelation, options: CheckOptions): readonly string[] => {
  const [left, right] = [reference, candidate].map(({ outputs }) => outputs.map(({ name }) => name)) as [string[], string[]];
  const all = [...left.filter((name) => right.includes(name)), ...left.filter((name) => !right.includes(name)), ...right.filter((name) => !left.includes(name))];
  if (options.outputs === null) {
    if (all.length === 0) throw new LockstepError("LS208", { message: "neither side answered with any output" });
    return all;
  }
  return [...new Set(options.outputs.flatMap((wanted) => {
    const found = all.filter((name) => name === wanted || name.startsWith(`${wanted}.`) || name.startsWith(`${wanted}[`));
    if (found.length === 0) throw new LockstepError("LS207", { message: `no output is called ${wanted}; there are ${listOf(all)}`, place: `--outputs ${wanted}` });
    return found;
  }))];
};
