import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { EngineColumn } from "../../../ports/engine.ts";
import { keyRank, looksLikeOutput } from "./column-roles.ts";

/** Columns of one file: those of the source, and the paths its nested columns were taken apart into. */
export interface SideColumns {
  readonly environment: string;
  readonly columns: readonly EngineColumn[];
  /** Paths; a scalar column is its own path. */
  readonly paths: readonly { readonly name: string; readonly root: string }[];
}

export interface RoleOptions {
  readonly key: string | null;
  readonly outputs: readonly string[] | null;
  /** Columns that have another purpose (label, segments) and are not guessed to be outputs. */
  readonly exclude?: readonly string[];
}

export interface Roles {
  /** Columns that may be the key, likeliest first; the first that is unique and without nulls on both sides is taken. */
  readonly keyCandidates: readonly string[];
  readonly keyOrigin: "agreed" | "guessed";
  /** Paths to compare, shared ones first, then those on one side only. */
  readonly outputs: readonly string[];
  readonly outputsOrigin: "agreed" | "guessed";
  /** One sentence: by what the outputs were chosen. */
  readonly outputsWhy: string;
  /** Paths that are neither key nor output, by side. */
  readonly ignoredReference: readonly string[];
  readonly ignoredCandidate: readonly string[];
}

const listed = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));
const namesOf = (side: SideColumns): readonly string[] => side.columns.map((column) => column.name);

/** Chooses key and outputs from the columns' names alone. Throws LS204, LS207, LS208. */
export const guessRoles = (reference: SideColumns, candidate: SideColumns, options: RoleOptions): Roles => {
  const keyCandidates = options.key === null ? guessKey(reference, candidate) : givenKey(reference, candidate, options.key);
  const outputs = options.outputs === null ? guessOutputs(reference, candidate, [...keyCandidates.slice(0, 1), ...(options.exclude ?? [])]) : { names: givenOutputs(reference, candidate, options.outputs), why: "named with --outputs" };
  const rest = (side: SideColumns): readonly string[] => side.paths.filter((path) => !outputs.names.includes(path.name) && path.root !== keyCandidates[0]).map((path) => path.name);
  return {
    keyCandidates,
    keyOrigin: options.key === null ? "guessed" : "agreed",
    outputs: outputs.names,
    outputsOrigin: options.outputs === null ? "guessed" : "agreed",
    outputsWhy: outputs.why,
    ignoredReference: rest(reference),
    ignoredCandidate: rest(candidate),
  };
};

const givenKey = (reference: SideColumns, candidate: SideColumns, key: string): readonly string[] => {
  for (const side of [reference, candidate]) {
    if (!namesOf(side).includes(key)) {
      throw new LockstepError("LS207", { message: `${side.environment} has no column "${key}"; it has: ${listed(namesOf(side))}`, place: `--key ${key}` });
    }
  }
  return [key];
};

const guessKey = (reference: SideColumns, candidate: SideColumns): readonly string[] => {
  const there = new Set(namesOf(candidate));
  const ranked = namesOf(reference)
    .map((name) => ({ name, rank: keyRank(name) }))
    .filter((entry): entry is { name: string; rank: number } => entry.rank !== null && there.has(entry.name))
    .sort((a, b) => a.rank - b.rank);
  if (ranked.length > 0) return ranked.map((entry) => entry.name);
  throw new LockstepError("LS204", {
    message: `No column on both sides is named like a key. ${reference.environment} has: ${listed(namesOf(reference))}; ${candidate.environment} has: ${listed(namesOf(candidate))}`,
  });
};

const givenOutputs = (reference: SideColumns, candidate: SideColumns, names: readonly string[]): readonly string[] => {
  const paths = [...reference.paths, ...candidate.paths];
  return [...new Set(names.flatMap((name) => {
    const found = paths.filter((path) => path.name === name || path.root === name).map((path) => path.name);
    if (found.length > 0) return found;
    throw new LockstepError("LS207", { message: `Neither side has a column "${name}"; they have: ${listed([...new Set(paths.map((path) => path.name))])}`, place: `--outputs ${name}` });
  }))];
};

const guessOutputs = (reference: SideColumns, candidate: SideColumns, taken: readonly string[]): { readonly names: readonly string[]; readonly why: string } => {
  const free = (side: SideColumns): readonly { readonly name: string; readonly root: string }[] => side.paths.filter((path) => !taken.includes(path.root));
  const [left, right] = [free(reference), free(candidate)];
  const sharedRoots = new Set(left.map((path) => path.root).filter((root) => right.some((path) => path.root === root)));
  const named = [...left, ...right].filter((path) => looksLikeOutput(path.name));
  const chosen = named.some((path) => sharedRoots.has(path.root)) ? named : [...left, ...right].filter((path) => sharedRoots.has(path.root));
  const names = [...new Set(chosen.map((path) => path.name))];
  if (sharedRoots.size === 0 || names.length === 0) {
    throw new LockstepError("LS208", { message: `No column beside the key is on both sides. ${reference.environment} has: ${listed(left.map((path) => path.name))}; ${candidate.environment} has: ${listed(right.map((path) => path.name))}` });
  }
  const shared = (name: string): boolean => left.some((path) => path.name === name) && right.some((path) => path.name === name);
  return {
    names: [...names.filter(shared), ...names.filter((name) => !shared(name))],
    why: chosen === named ? "columns named like predictions" : "no column is named like a prediction, so all columns on both sides beside the key",
  };
};
