import { keyFlaw } from "../../checks/parity/relation/check-keys.ts";
import { keyRank } from "../../checks/parity/relation/column-roles.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { SourceRelation } from "../../ports/source.ts";
import { type Inputs, readInputs } from "../../work/replay/read-inputs.ts";
import { syntheticInputs, SYNTHETIC_ROWS } from "../../work/replay/synthetic-inputs.ts";
import type { CommandIo } from "../command-io.ts";
import type { CheckOptions } from "./check-options.ts";
import type { LiveSide } from "./check-side.ts";

/** The seed of made-up inputs when none was given: always the same rows, so that two checks can be compared. */
const syntheticSeed = 1;

/** The rows to ask: from the file, or made up from the model's own description when there is none. */
export const checkInputs = async (engine: Engine, source: SourceRelation | null, live: readonly LiveSide[], options: CheckOptions, io: CommandIo): Promise<Inputs> => {
  const described = live.flatMap(({ description, options: own }) => [...(description.inputs ?? []).map(({ name }) => name), ...placeholders(own.template)]);
  if (source === null) return madeUp(live, options, io);
  const guessed = options.key === null ? await guessKey(engine, source) : null;
  const inputs = await readInputs(engine, source, {
    key: options.key ?? guessed, label: options.label, exclude: options.exclude ?? [],
    signature: described.length === 0 ? null : described,
  });
  return guessed === null ? inputs : { ...inputs, keyOrigin: "guessed" };
};

/** The columns that a template asks for by name. */
const placeholders = (template: string | null): readonly string[] => [...(template ?? "").matchAll(/\{\{\s*(?:columns\.)?([^{}]+?)\s*\}\}/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** The first column that is named like a key and could be one. */
const guessKey = async (engine: Engine, source: SourceRelation): Promise<string | null> => {
  const named = source.columns.flatMap(({ name }) => {
    const rank = keyRank(name);
    return rank === null ? [] : [{ name, rank }];
  });
  for (const { name } of named.toSorted((a, b) => a.rank - b.rank)) if ((await keyFlaw(engine, source, name)) === null) return name;
  return null;
};

const madeUp = (live: readonly LiveSide[], options: CheckOptions, io: CommandIo): Inputs => {
  const fields = live.find(({ description }) => (description.inputs?.length ?? 0) > 0)?.description.inputs;
  if (fields === undefined || fields === null) throw new LockstepError("LS210", { message: "servers and commands need rows to be asked, and neither side describes its inputs", place: "--inputs" });
  const inputs = syntheticInputs(fields, SYNTHETIC_ROWS, options.seed ?? syntheticSeed);
  io.progress({ kind: "note", message: `no --inputs: asking ${inputs.rows.length} rows made up from the model's own description` });
  return inputs;
};
