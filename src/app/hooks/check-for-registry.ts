import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { askGate } from "../gate/gate.ts";
import { gateQuestion } from "../gate/gate-question.ts";
import { type ModelPair, pairsOf } from "../manifest/pairs-of.ts";
import { runCommand } from "../serve/run-command.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import type { RegistryEvent } from "./mlflow-webhook.ts";
import { writeBack } from "./write-back.ts";

/** Checks that are on their way, by model and version: what comes meanwhile is told by the same one. */
const running = new WeakMap<object, Map<string, Promise<void>>>();

/** The pairs that a version's coming concerns: with a name that is an environment's, those with that environment; else all of the model. LS751 where the manifest does not know the model. */
export const concerned = ({ loaded }: Pick<ServerWorld, "loaded">, { model, alias }: RegistryEvent): readonly ModelPair[] => {
  if (loaded?.manifest.models?.[model] === undefined) throw new LockstepError("LS751", { message: `the manifest names no model ${model}, so there is nothing to check`, place: "data.name", todo: `Add it under models: in lockstep.yaml, by the name that it has in the registry.` });
  const pairs = pairsOf(loaded, { model });
  const named = pairs.filter(({ candidate }) => candidate === alias);
  return named.length > 0 ? named : pairs;
};

/**
 * Starts the check of a version as a process of its own, and writes to the registry what its environment's gate says of this very version: where another version still answers
 * there, that is inconclusive and never a pass. Gives false when a check of this version is on its way already. What goes wrong later stands in the log.
 */
export const checkForRegistry = (world: ServerWorld, event: RegistryEvent): { readonly started: boolean; readonly done: Promise<void> } => {
  const pairs = concerned(world, event);
  const mine = running.get(world.catalogue) ?? new Map<string, Promise<void>>();
  running.set(world.catalogue, mine);
  const name = JSON.stringify([event.model, event.version]);
  const before = mine.get(name);
  if (before !== undefined) return { started: false, done: before };
  const done = check(world, event, pairs)
    .catch((cause: unknown) => { world.log.error({ model: event.model, version: event.version, code: cause instanceof LockstepError ? cause.code : null }, world.io.redact((cause as Error).message)); })
    .finally(() => mine.delete(name));
  mine.set(name, done);
  return { started: true, done };
};

const check = async (world: ServerWorld, { model, version }: RegistryEvent, pairs: readonly ModelPair[]): Promise<void> => {
  for (const { reference, candidate } of pairs) {
    const began = new Date(world.clock.now()).toISOString();
    const { exitCode, note } = await runCommand(world, ["check", reference, candidate, "--model", model, "--manifest", world.loaded?.path ?? "", "--store", world.folder]);
    const { told } = askGate(world, gateQuestion(model, candidate, { version, notBefore: began, kinds: "check" }), "the MLflow registry");
    world.log.info({ model, version, reference, candidate, exitCode, verdict: told.verdict, run: told.run }, "a version of the registry was checked");
    if (told.run === null) world.log.warn({ model, version, note: note.slice(-2_000) }, "its check gave no run of this version");
    await writeBack(world, model, version, told, world.url());
  }
};
