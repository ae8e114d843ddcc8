import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Fingerprint } from "../../../core/domain/fingerprint.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import { readJson } from "../../../core/json/read-json.ts";
import type { Probe } from "../../../ports/probe.ts";
import { fingerprintOfPipInspect } from "./pip-inspect.ts";

/** Where capture_training puts a fingerprint in the folder it was given. */
const inTraining = join("lockstep-training", "fingerprint.json");

/** Nothing that a probe writes is larger; what is, is a model or a data file. */
const largestBytes = 64 * 1024 * 1024;

/**
 * A fingerprint out of a file: what a probe wrote, what `pip inspect` wrote (then it is declared), or a folder that capture_training wrote to. LS320 when it
 * is not there, LS321 with the place of the mistake when it is none.
 */
export const createFileProbe = (path: string): Probe => ({
  place: path,
  async take() {
    const { file, modified, text } = await readWhole(path);
    let raw: unknown;
    try {
      readJson(text);
      raw = JSON.parse(text.replace(/^\ufeff/, ""));
    } catch (error) {
      const offset = error instanceof JsonSyntaxError ? error.offset : 0;
      throw new LockstepError("LS321", { message: `${file} is not JSON: ${(error as Error).message}`, place: `${file}:${placeAt(text, offset)}`, cause: error });
    }
    const read = Fingerprint.safeParse(raw);
    if (read.success) return read.data;
    const declared = fingerprintOfPipInspect(raw, modified.toISOString());
    if (declared !== null) return declared;
    if (typeof raw !== "object" || raw === null || (raw as { readonly lockstep?: unknown }).lockstep !== "fingerprint") {
      throw new LockstepError("LS321", { message: `${file} is JSON, but neither a fingerprint nor what pip inspect writes: it has no "lockstep": "fingerprint"`, place: file });
    }
    const [issue] = read.error.issues;
    const steps = issue?.path.map(String) ?? [];
    throw new LockstepError("LS321", { message: `${file} is not a fingerprint: ${steps.join(" > ") || "the whole"}: ${issue?.message ?? "cannot be used"}`, place: `${file}:${placeAt(text, offsetOf(text, steps))}` });
  },
});

const readWhole = async (path: string): Promise<{ readonly file: string; readonly modified: Date; readonly text: string }> => {
  let file = path;
  try {
    if ((await stat(path)).isDirectory()) {
      file = join(path, inTraining);
      await stat(file).catch((cause: unknown) => {
        throw new LockstepError("LS320", { message: `${path} is a folder without ${inTraining}`, place: path, todo: "Give the folder that capture_training wrote to, or a file.", cause });
      });
    }
    const there = await stat(file);
    // A device never ends, and a pipe may wait for a writer that never comes; those that a shell has opened have one.
    if (!there.isFile() && file !== "/dev/null" && !(there.isFIFO() && /^\/(dev\/(stdin$|fd\/)|proc\/[^/]+\/fd\/)/.test(file))) throw new LockstepError("LS321", { message: `${file} is a pipe, a socket or a device, not a file`, place: file });
    const { size, mtime } = there;
    if (size > largestBytes) throw new LockstepError("LS321", { message: `${file} has ${size} bytes; a fingerprint has far fewer`, place: file });
    return { file, modified: mtime, text: await readFile(file, "utf8") };
  } catch (cause) {
    if (cause instanceof LockstepError) throw cause;
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new LockstepError("LS320", { message: missing ? `there is no file ${file}` : `${file} cannot be read: ${(cause as Error).message}`, place: file, todo: "Give the URL of the SDK's endpoint, pid:NUMBER, or the path of a fingerprint.", cause });
  }
};

/** Where the last key of a path stands, its keys looked for one behind the other. */
const offsetOf = (text: string, steps: readonly string[]): number => {
  let at = 0;
  for (const step of steps) {
    const found = text.indexOf(JSON.stringify(step), at);
    if (found >= 0) at = found;
  }
  return at;
};

const placeAt = (text: string, offset: number): string => {
  const before = text.slice(0, offset);
  return `${before.split("\n").length}:${offset - before.lastIndexOf("\n")}`;
};
