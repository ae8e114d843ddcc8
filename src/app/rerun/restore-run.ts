import { access } from "node:fs/promises";
import { dirname, join, normalize, relative, resolve, sep } from "node:path";
import type { ArtifactDigest } from "../../core/domain/agreement.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { digestFile } from "../open-source.ts";
import { findRun } from "../open-store.ts";
import { writeFileWhole } from "../write-file-whole.ts";

/** A file that was agreed upon then, and whether the one on the disk is still that one. */
export interface ArtifactThen extends Pick<ArtifactDigest, "group" | "path" | "digest" | "bytes"> {
  readonly now: "same" | "changed" | "missing";
}

export interface RestoredRun {
  readonly run: string;
  /** The folder that was written, as it was named. */
  readonly folder: string;
  /** Relative to it. */
  readonly written: readonly string[];
  /** Manifests that the store did not keep. */
  readonly lost: readonly string[];
  readonly artifacts: readonly ArtifactThen[];
}

/**
 * Writes what a run was made from into a folder: its document, the manifests' texts as they were, and the digests of the files that were agreed upon.
 * Nothing is ever overwritten: LS118 names what is there, and then nothing is written. LS502, LS503, LS506.
 */
export const restoreRun = async (reference: string, folder: string | null, store: RunStore, io: CommandIo): Promise<RestoredRun> => {
  const run = findRun(store, reference);
  const target = folder ?? `restored-${run.id}`;
  const manifest = findManifest(io.cwd);
  const here = manifest === null ? io.cwd : dirname(manifest);
  const artifacts = await Promise.all((run.agreement?.artifacts ?? []).map(async ({ group, path, digest, bytes }): Promise<ArtifactThen> => {
    const now = await digestFile(resolve(here, path)).catch(() => null);
    return { group, path, digest, bytes, now: now === null ? "missing" : `sha256:${now}` === digest ? "same" : "changed" };
  }));
  const files = new Map<string, string>([["run.json", `${JSON.stringify(run, null, 2)}\n`]]);
  const lost: string[] = [];
  for (const { path, digest } of run.agreement?.manifests ?? []) {
    const text = store.text(digest.replace(/^sha256:/, ""));
    if (text === null) lost.push(path);
    else files.set(inside(path, files), text);
  }
  if (artifacts.length > 0) files.set("artifacts.sha256", artifacts.map(({ path, digest }) => `${digest.replace(/^sha256:/, "")}  ${path}\n`).join(""));
  const there = await existing([...files.keys()].map((name) => join(resolve(io.cwd, target), name)));
  if (there.length > 0) throw new LockstepError("LS118", { message: `${there.map((path) => relative(io.cwd, path) || path).join(", ")} ${there.length === 1 ? "exists" : "exist"} already`, place: target, todo: "Name another folder with -o DIR." });
  for (const [name, text] of files) await writeFileWhole(join(resolve(io.cwd, target), name), text);
  return { run: run.id, folder: target, written: [...files.keys()], lost, artifacts };
};

/** A place inside the folder for a path that may lead out of it, or that another file has. */
const inside = (path: string, taken: ReadonlyMap<string, string>): string => {
  const parts = normalize(path).split(sep).filter((part) => part !== "" && part !== ".").map((part) => (part === ".." ? "above" : part.replace(/^[A-Za-z]:$/, "disk")));
  let name = parts.join("/");
  while (taken.has(name) || name === "artifacts.sha256") name = `manifest-${name}`;
  return name;
};

const existing = async (paths: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(paths.map((path) => access(path).then(() => [path], () => [])));
  return found.flat();
};
