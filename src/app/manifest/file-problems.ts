import { stat } from "node:fs/promises";
import { digestFile } from "../open-source.ts";
import { type CheckedManifest, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { pathOf } from "./path-of.ts";
import type { ValuePath } from "./placed.ts";
import { textAt, valueAt } from "./value-at.ts";

interface Wanted {
  readonly path: ValuePath;
  readonly what: string;
  readonly kind: "file" | "folder" | "either";
}

/** Files that the manifest names and that are not there, or hold something else than was pinned (LS119). */
export const fileProblems = async (checked: CheckedManifest): Promise<ManifestProblem[]> => {
  const { manifest, world } = checked;
  const models = Object.keys(manifest.models ?? {}).filter((model) => world.filesOf?.includes(model) ?? true);
  const places: ValuePath[] = [["defaults"], ...models.map((model): ValuePath => ["models", model])];
  const wanted = [
    ...places.flatMap((path): Wanted[] => [
      { path: [...path, "golden", "file"], what: "the golden set", kind: "file" },
      { path: [...path, "training"], what: "the training folder", kind: "folder" },
      ...listed(checked, [...path, "artifacts"], "the artifact", "either"),
      ...listed(checked, [...path, "preprocessing", "artifacts"], "the preprocessing artifact", "either"),
      ...listed(checked, [...path, "locks"], "the lock file", "file"),
    ]),
    ...listed(checked, ["policy", "signOff", "signers"], "the public key", "file", "publicKey"),
    ...listed(checked, ["policy", "pushed", "keys"], "the public key", "file", "publicKey"),
  ];
  const missing = await Promise.all(wanted.map((each) => missingProblem(checked, each)));
  const pinned = await Promise.all(places.map((path) => digestProblem(checked, [...path, "golden"])));
  return [...missing.flat(), ...pinned.flat()];
};

const listed = ({ tree }: CheckedManifest, path: ValuePath, what: string, kind: Wanted["kind"], key?: string): Wanted[] => {
  const list = valueAt(tree, path);
  return list?.kind === "list" ? list.items.map((_, index) => ({ path: key === undefined ? [...path, index] : [...path, index, key], what, kind })) : [];
};

const missingProblem = async ({ tree }: CheckedManifest, { path, what, kind }: Wanted): Promise<ManifestProblem[]> => {
  const value = valueAt(tree, path);
  if (value?.kind !== "scalar") return [];
  const there = await stat(pathOf(value)).catch(() => null);
  const problem = (message: string): ManifestProblem[] => [problemAt(tree, path, "LS114", `${what} ${String(value.value)} ${message}`, "Write its path as seen from the folder of this manifest, or bring it there.")];
  if (there === null) return problem("is not there");
  if (kind === "file" && !there.isFile()) return problem("is not a file");
  if (kind === "folder" && !there.isDirectory()) return problem("is not a folder");
  return [];
};

const digestProblem = async ({ tree }: CheckedManifest, golden: ValuePath): Promise<ManifestProblem[]> => {
  const pinned = textAt(tree, [...golden, "digest"]);
  const file = valueAt(tree, [...golden, "file"]);
  if (pinned === undefined || file?.kind !== "scalar") return [];
  // A file that is not there is told of by its own line.
  const found = await digestFile(pathOf(file)).catch(() => null);
  if (found === null || pinned === `sha256:${found}`) return [];
  return [problemAt(tree, [...golden, "digest"], "LS119", `the golden set ${String(file.value)} is not what was agreed: its digest is sha256:${found.slice(0, 12)}…, and ${pinned.slice(0, 19)}… is pinned`, `Bring the agreed file back, or agree on the new one: digest: sha256:${found}`)];
};
