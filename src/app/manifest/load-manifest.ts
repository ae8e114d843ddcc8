import { resolve } from "node:path";
import { Manifest } from "../../core/domain/manifest.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { alertSecretProblems, alertsProblems } from "./alerts-problems.ts";
import { calendarProblems } from "./calendar-problems.ts";
import type { CheckedManifest } from "./checked-manifest.ts";
import { connectionProblems, secretProblems } from "./connection-problems.ts";
import { fileProblems } from "./file-problems.ts";
import { hidePasswords } from "./hide-secrets.ts";
import { hypothesisProblems } from "./hypothesis-problems.ts";
import type { LoadedManifest, ManifestWorld } from "./loaded-manifest.ts";
import { manifestError, worstFirst } from "./manifest-error.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nameProblems } from "./name-problems.ts";
import { overrideProblems } from "./override-problems.ts";
import { plainOf } from "./plain-of.ts";
import type { PlacedMap } from "./placed.ts";
import { policyProblems } from "./policy-problems.ts";
import { type ManifestChain, readChain } from "./read-chain.ts";
import { schemaProblems } from "./schema-problems.ts";
import { serverProblems, serverSecretProblems } from "./server-problems.ts";
import { valueProblems } from "./value-problems.ts";
import { mapAt } from "./value-at.ts";
import { watchProblems } from "./watch-problems.ts";

/** What was found in a manifest: either it holds together, or here is what does not. */
export interface ManifestReading {
  readonly loaded: LoadedManifest | null;
  /** Worst first. */
  readonly problems: readonly ManifestProblem[];
  /** All problems as one failure; null when there are none. */
  readonly error: LockstepError | null;
}

/**
 * Reads `lockstep.yaml` with all it extends, and holds it against the schema and against what a schema cannot say. Every mistake is told at
 * once, each with file, line and column, the line itself, and how to mend it. LS117 when there is no file; LS103 and LS110 to LS119.
 */
export const loadManifest = async (path: string, world: ManifestWorld): Promise<LoadedManifest> => {
  const { loaded, error } = await inspectManifest(path, world);
  if (error !== null) throw error;
  if (loaded === null) throw new Error("a manifest without problems is loaded");
  return loaded;
};

/** The same for those who want to show the problems, not to fail. */
export const inspectManifest = async (path: string, world: ManifestWorld): Promise<ManifestReading> => {
  const whole = resolve(world.cwd, path);
  const chain = await readChain(whole, world.cwd).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") throw new LockstepError("LS117", { message: `there is no manifest ${path}`, place: path, cause });
    throw new LockstepError("LS201", { message: `the manifest ${path} cannot be read (${cause.code ?? cause.message})`, place: path, cause });
  });
  const problems = worstFirst([...chain.problems, ...(await treeProblems(chain, world))]).map((problem) => ({ ...problem, message: hidePasswords(problem.message), todo: hidePasswords(problem.todo) }));
  const files = chain.files.map(({ path: file, text, digest }) => ({ path: file, text, digest }));
  if (problems.length === 0 && chain.tree !== null) {
    return { loaded: { path: whole, manifest: Manifest.parse(plainOf(chain.tree)), tree: chain.tree, files, world }, problems, error: null };
  }
  return { loaded: null, problems, error: manifestError(problems, new Map(files.map(({ path: file, text }) => [file, text])), world.cwd) };
};

const treeProblems = async ({ tree, whole, files }: ManifestChain, world: ManifestWorld): Promise<ManifestProblem[]> => {
  if (tree === null) return [];
  // What seems to be missing may stand in a file that could not be read.
  const form = schemaProblems(tree).filter(({ code }) => whole || (code !== "LS113" && code !== "LS115"));
  if (form.length > 0 || !whole) return [...form, ...everySecret(tree)];
  const checked: CheckedManifest = { tree, manifest: Manifest.parse(plainOf(tree)), world };
  return [...connectionProblems(checked), ...nameProblems(checked), ...valueProblems(checked), ...overrideProblems(checked), ...hypothesisProblems(checked, files), ...calendarProblems(checked), ...watchProblems(checked), ...policyProblems(checked), ...alertsProblems(checked), ...serverProblems(checked), ...(await fileProblems(checked))];
};

/** A secret is told of even where the manifest has not the form in which anything else could be looked at. */
const everySecret = (tree: PlacedMap): ManifestProblem[] => [
  ...alertSecretProblems(tree),
  ...serverSecretProblems(tree),
  ...[...(mapAt(tree, ["environments"])?.entries.keys() ?? [])].flatMap((name) => secretProblems(tree, ["environments", name])),
  ...[...(mapAt(tree, ["models"])?.entries.keys() ?? [])].flatMap((model) => secretProblems(tree, ["models", model, "production", "prometheus"])),
  ...[...(mapAt(tree, ["models"])?.entries.keys() ?? [])].flatMap((model) =>
    [...(mapAt(tree, ["models", model, "environments"])?.entries.keys() ?? [])].flatMap((name) => secretProblems(tree, ["models", model, "environments", name])),
  ),
];
