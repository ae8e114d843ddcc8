import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { writeFileWhole } from "../write-file-whole.ts";

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Keeps the recording of one side where a check would have left it. LS707 when it is not the one that the run names, LS713 when another one is there. */
export const receiveRecording = async (folder: string, run: Run, side: "reference" | "candidate", bytes: Uint8Array): Promise<{ readonly digest: string; readonly bytes: number }> => {
  const { kind, digest } = run.environments[side];
  if (kind === "file" || digest === null) throw new LockstepError("LS707", { message: `run ${run.id} has no recording of its ${side}`, place: "side" });
  const own = digestOf(bytes);
  if (own !== digest) throw new LockstepError("LS707", { message: `this is not the recording that run ${run.id} was judged from: its digest is ${own}, the run names ${digest}`, place: "the body" });
  const path = join(folder, "recordings", run.id, `${side}.parquet`);
  const there = await readFile(path).catch(() => null);
  if (there !== null && digestOf(there) !== digest) throw new LockstepError("LS713", { message: `another recording of the ${side} of run ${run.id} is here`, place: run.id });
  if (there === null) await writeFileWhole(path, bytes);
  return { digest, bytes: bytes.byteLength };
};
