import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import type { LockFile } from "../../core/domain/lock-file.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { LockText } from "../../ports/lock-format.ts";
import { readNamedFile } from "../read-named-file.ts";
import { lockRegistry } from "./lock-registry.ts";

/** More than the lock file of any workspace has. */
const mostBytes = 64 * 2 ** 20;

/** A lock file, by whichever format recognises it. `path` is relative to `folder` and stays so in messages. LS201 when it is not there, LS322 when it cannot be read. */
export const readLock = async (path: string, folder: string): Promise<LockFile> => {
  const lock = await readText(path, folder);
  const labels: string[] = [];
  for (const load of lockRegistry) {
    const format = await load();
    labels.push(format.label);
    if (!format.recognises(basename(path), lock.text)) continue;
    const { packages, notes } = await format.parse(lock);
    return { path, format: format.id, digest: lock.digest, packages: [...packages], notes: [...notes] };
  }
  throw new LockstepError("LS322", { message: `${path} is no lock file that is known by its name`, place: path, todo: `Give one of ${listOf(labels)}, under its usual name.` });
};

const readText = async (path: string, folder: string): Promise<LockText & { readonly digest: string }> => {
  const bytes = await readNamedFile(resolve(folder, path), mostBytes).catch((cause: unknown) => {
    throw new LockstepError("LS201", { message: `the lock file ${path} cannot be read: ${(cause as NodeJS.ErrnoException).code === "ENOENT" ? "it is not there" : (cause as Error).message}`, place: path, cause });
  });
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  if (text.includes("\0")) throw new LockstepError("LS322", { message: `${path} is not a text`, place: path });
  return { path, text, digest: createHash("sha256").update(bytes).digest("hex"), include: (inner) => readText(join(dirname(path), inner), folder) };
};
