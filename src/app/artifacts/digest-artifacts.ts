import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { ArtifactDigest } from "../../core/domain/agreement.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { refuseUnfinished } from "./refuse-unfinished.ts";

export interface DigestOptions {
  /** The manifest's folder, absolute: paths are told relative to it. */
  readonly folder: string;
  readonly group: ArtifactDigest["group"];
}

/** Not part of a model, wherever they lie: what tools leave behind, and what Lockstep itself writes beside a model. */
const skipped: ReadonlySet<string> = new Set(["__pycache__", ".git", ".DS_Store", ".ipynb_checkpoints", ".lockstep", "lockstep-training"]);

/**
 * Digests of files and of every file below folders, sorted by their paths. Links are followed as long as they stay inside the manifest's folder, or inside the folder that was
 * named where that lies elsewhere. LS201 for what is missing, empty or led out of there; LS119 for what stands in for a file (a git-lfs pointer) or is only a part of one.
 */
export const digestArtifacts = async (paths: readonly string[], { folder, group }: DigestOptions): Promise<ArtifactDigest[]> => {
  const files = new Map<string, string>();
  for (const path of paths) {
    const whole = resolve(folder, path);
    const named = relative(folder, whole);
    const outside = named === ".." || named.startsWith(`..${sep}`) || named === "";
    const tree = await realOf(outside ? whole : folder, path);
    const before = files.size;
    for await (const file of listed(whole, tree, slashes(named === "" ? path : named), new Set())) files.set(file.name, file.path);
    if (files.size === before && (await stat(whole)).isDirectory()) throw new LockstepError("LS201", { message: `no file is in the folder ${path}`, place: path, todo: "Name the folder that holds the files." });
  }
  const digests: ArtifactDigest[] = [];
  for (const [name, path] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await refuseUnfinished(path, name);
    digests.push({ group, path: name, ...(await digestOf(path, name)) });
  }
  return digests;
};

async function* listed(path: string, tree: string, name: string, above: ReadonlySet<string>): AsyncGenerator<{ readonly path: string; readonly name: string }> {
  const real = await realOf(path, name);
  if (real !== tree && !real.startsWith(tree.endsWith(sep) ? tree : tree + sep)) {
    throw new LockstepError("LS201", { message: `${name} is a link that leads out of ${tree}, to ${real}`, place: name, todo: "Copy the file to where the link is, or name the place it leads to." });
  }
  const kind = await stat(real);
  if (kind.isFile()) yield { path: real, name };
  else if (!kind.isDirectory()) throw new LockstepError("LS201", { message: `${name} is neither a file nor a folder`, place: name });
  // A link back to a folder above would never end.
  else if (!above.has(real)) for (const entry of await entriesOf(real, name)) if (!skipped.has(entry)) yield* listed(join(path, entry), tree, `${name}/${entry}`, new Set([...above, real]));
}

const entriesOf = async (path: string, name: string): Promise<readonly string[]> => {
  try {
    return await readdir(path);
  } catch (cause) {
    throw new LockstepError("LS201", { message: `the folder ${name} cannot be read: ${(cause as Error).message}`, place: name, cause });
  }
};

const realOf = async (path: string, name: string): Promise<string> => {
  try {
    return await realpath(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = code === "ENOENT" ? `there is no file or folder ${name}, or it is a link that leads nowhere` : code === "ELOOP" ? `${name} is a link that leads back to itself` : `${name} cannot be read: ${(cause as Error).message}`;
    throw new LockstepError("LS201", { message, place: name, todo: "Check the path; it is relative to the manifest.", cause });
  }
};

const digestOf = async (path: string, name: string): Promise<Pick<ArtifactDigest, "digest" | "bytes">> => {
  const digest = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
      digest.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
  } catch (cause) {
    throw new LockstepError("LS201", { message: `${name} cannot be read: ${(cause as Error).message}`, place: name, cause });
  }
  return { digest: `sha256:${digest.digest("hex")}`, bytes };
};

const slashes = (path: string): string => path.split(sep).join("/");
