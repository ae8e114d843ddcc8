import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { pairsOf } from "../manifest/pairs-of.ts";
import type { ComparedPair } from "./pair-outputs.ts";

export interface AgreedTargets {
  readonly reference: string | null;
  readonly candidate: string | null;
  /** As given with --manifest. */
  readonly manifest: string | null;
  /** A model of the manifest. */
  readonly model: string | null;
}

/** A name that could be an environment's: no URL, no path, no command, no file of predictions and, where it has a dot, no file that is there. */
const isName = (target: string, cwd: string): boolean => /^[a-z][a-z0-9._-]*(:v?\d+)?$/.test(target) && !/\.(parquet|csv|jsonl|ndjson)(\.gz)?$/.test(target) && !(target.includes(".") && existsSync(resolve(cwd, target)));

/**
 * The manifest and the pairs that are meant, or null when two targets are to be compared without one. A manifest counts when it was named, when nothing was
 * typed, and when what was typed are names as environments have them; LS117 when it is needed and not there.
 */
export const chooseAgreed = async (targets: AgreedTargets, io: CommandIo): Promise<{ readonly loaded: LoadedManifest; readonly pairs: readonly ComparedPair[] } | null> => {
  const typed = [targets.reference, targets.candidate].filter((target) => target !== null);
  const names = typed.every((target) => isName(target, io.cwd));
  if (targets.manifest === null && !names) return null;
  const path = targets.manifest ?? findManifest(io.cwd);
  if (path === null) {
    if (typed.length === 2) return null;
    throw new LockstepError("LS117", { message: typed.length === 0 ? "there is no lockstep.yaml here or further up, and no two targets were given" : `there is no lockstep.yaml here or further up that could know ${typed[0]}`, place: io.cwd });
  }
  if (!names) throw new LockstepError("LS105", { message: `with --manifest, what is compared are its environments, and ${typed.find((target) => !isName(target, io.cwd))} is no environment's name`, place: "--manifest", todo: "Give names of environments, or leave --manifest out." });
  const loaded = await loadManifest(path, { cwd: io.cwd, env: io.env, ...(targets.model === null ? {} : { filesOf: [targets.model] }) });
  const model = targets.model === null ? {} : { model: targets.model };
  if (targets.reference === null || !baselineName.test(targets.reference)) return { loaded, pairs: pairsOf(loaded, { ...model, names: typed }) };
  const [, version] = targets.reference.split(":");
  const reference = `baseline:${version ?? "current"}`;
  // Compared with its own baseline, an environment needs no other.
  const candidates = targets.candidate === null ? pairsOf(loaded, model) : pairsOf(loaded, { ...model, names: [targets.candidate, targets.candidate] });
  const found = new Map(candidates.map(({ model: of, candidate }) => [`${of} ${candidate}`, { model: of, reference, candidate }]));
  return { loaded, pairs: [...found.values()] };
};

/** `baseline`, `baseline:v3`: no environment, but what was approved. */
const baselineName = /^baseline(:v?\d+)?$/;
