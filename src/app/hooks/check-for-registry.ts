import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { GateVerdict } from "../../core/gate/gate-verdict.ts";
import { askGate } from "../gate/gate.ts";
import { gateQuestion } from "../gate/gate-question.ts";
import { type ModelPair, pairsOf } from "../manifest/pairs-of.ts";
import { runCommand } from "../serve/run-command.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import type { RegistryEvent } from "./mlflow-webhook.ts";
import { writeBack } from "./write-back.ts";
import { dropWriteBack, keepWriteBack, type WriteBack, writeBackId, writeBacks } from "./write-backs.ts";

/** Checks that are on their way, by model and version: what comes meanwhile is told by the same one. */
const running = new WeakMap<object, Map<string, Promise<void>>>();

/** The pairs that a version's coming concerns: with a name that is an environment's, those with that environment; else all of the model. LS751 where the manifest does not know the model. */
export const concerned = ({ loaded }: Pick<ServerWorld, "loaded">, { model, alias }: RegistryEvent): readonly ModelPair[] => {
  if (loaded?.manifest.models?.[model] === undefined) throw new LockstepError("LS751", { message: `the manifest names no model ${model}, so there is nothing to check`, place: "data.name", todo: `Add it under models: in lockstep.yaml, by the name that it has in the registry.` });
  const pairs = pairsOf(loaded, { model });
  const named = pairs.filter(({ candidate }) => candidate === alias);
  return named.length > 0 ? named : pairs;
};

/** Pauses between two attempts double from half a minute up to an hour; after a week it is given up. */
const firstPauseMs = 30_000;
const longestPauseMs = 36e5;
const triedForMs = 7 * 864e5;
/** Given up, it is still shown for a while. */
const shownForMs = 30 * 864e5;

/**
 * Starts the check of a version as a process of its own, and writes to the registry what its environments' gates say of this very version: where another version still answers
 * there, that is inconclusive and never a pass. Gives false when a check of this version is on its way already. It is written down before it starts and until the registry took
 * what was found: whatever goes wrong, or is killed, is tried again by `retryWriteBacks`.
 */
export const checkForRegistry = (world: ServerWorld, event: RegistryEvent): { readonly started: boolean; readonly done: Promise<void> } => {
  concerned(world, event);
  const now = new Date(world.clock.now()).toISOString();
  return begin(world, { id: writeBackId(event.model, event.version), ...event, since: now, told: null, attempts: 0, nextAt: now, error: null });
};

/** Everything that is due: checks that were cut off, and verdicts that the registry did not take. Waits for all of them. */
export const retryWriteBacks = async (world: ServerWorld): Promise<void> => {
  const now = world.clock.now();
  for (const entry of writeBacks(world.folder)) {
    if (now - Date.parse(entry.since) > shownForMs) await dropWriteBack(world.folder, entry.id);
    else if (entry.nextAt !== null && Date.parse(entry.nextAt) <= now && !world.io.signal.aborted) await begin(world, entry).done;
  }
};

const begin = (world: ServerWorld, entry: WriteBack): { readonly started: boolean; readonly done: Promise<void> } => {
  const mine = running.get(world.catalogue) ?? new Map<string, Promise<void>>();
  running.set(world.catalogue, mine);
  const before = mine.get(entry.id);
  if (before !== undefined) return { started: false, done: before };
  const done = carryOut(world, entry)
    .catch((cause: unknown) => { world.log.error({ model: entry.model, version: entry.version }, world.io.redact((cause as Error).message)); })
    .finally(() => mine.delete(entry.id));
  mine.set(entry.id, done);
  return { started: true, done };
};

const carryOut = async (world: ServerWorld, entry: WriteBack): Promise<void> => {
  const { folder, clock, io, log } = world;
  let at = entry;
  try {
    await keepWriteBack(folder, at);
    at = { ...at, told: at.told ?? await check(world, at) };
    await keepWriteBack(folder, at);
    if (at.told !== null) await writeBack(world, at.model, at.version, at.told, world.url());
    await dropWriteBack(folder, at.id);
  } catch (cause) {
    // Whoever stops the server stops no write-back: the next one begins where this one was.
    if (io.signal.aborted) return;
    const now = clock.now();
    const error = { code: cause instanceof LockstepError ? cause.code : "LS000", message: io.redact((cause as Error).message) };
    const over = now - Date.parse(at.since) > triedForMs;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(at.attempts, 10));
    log.error({ model: at.model, version: at.version, code: error.code, attempts: at.attempts + 1 }, error.message);
    await keepWriteBack(folder, { ...at, attempts: at.attempts + 1, error, nextAt: over ? null : new Date(now + pause).toISOString() });
  }
};

/** Gravest first: a version that fails anywhere has not passed. */
const gravest = ["fail", "error", "inconclusive", "warn", "pass"] as const;

const check = async (world: ServerWorld, { model, version, alias }: RegistryEvent): Promise<GateVerdict | null> => {
  const all: GateVerdict[] = [];
  for (const { reference, candidate } of concerned(world, { model, version, alias })) {
    const began = new Date(world.clock.now()).toISOString();
    const { exitCode, note } = await runCommand(world, ["check", reference, candidate, "--model", model, "--manifest", world.loaded?.path ?? "", "--store", world.folder]);
    world.io.signal.throwIfAborted();
    const { told } = askGate(world, gateQuestion(model, candidate, { version, notBefore: began, kinds: "check" }), "the MLflow registry");
    world.log.info({ model, version, reference, candidate, exitCode, verdict: told.verdict, run: told.run }, "a version of the registry was checked");
    if (told.run === null) world.log.warn({ model, version, note: note.slice(-2_000) }, "its check gave no run of this version");
    all.push(told);
  }
  return all.toSorted((a, b) => gravest.indexOf(a.verdict) - gravest.indexOf(b.verdict))[0] ?? null;
};
