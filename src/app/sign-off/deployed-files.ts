import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { SignOffStatement } from "../../core/evidence/statement.ts";
import { refuseEndless } from "../read-named-file.ts";
import type { GateFile } from "./gate-answer.ts";

/** The signed files of the model and its preprocessing as they are found in a folder, under the paths that were signed. */
export const deployedFiles = (subjects: SignOffStatement["subject"], folder: string): Promise<GateFile[]> =>
  Promise.all(
    subjects
      .filter(({ annotations }) => annotations.group !== "golden")
      .map(async ({ name, digest }) => ({ name, signed: `sha256:${digest.sha256}`, found: await fileDigest(resolve(folder, name)) })),
  );

const fileDigest = async (path: string): Promise<string | null> => {
  const hash = createHash("sha256");
  try {
    await refuseEndless(path);
    await pipeline(createReadStream(path), hash);
  } catch {
    // What cannot be read is told by the gate as not known; it is never taken for equal.
    return null;
  }
  return `sha256:${hash.digest("hex")}`;
};
