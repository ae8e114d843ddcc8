import { statSync } from "node:fs";
import { posix } from "node:path";
import { Unread } from "./field-reading.ts";
import { fileDigest } from "./file-digest.ts";
import type { ProcReader } from "./proc-reader.ts";
import type { ProcessFiles } from "./process-files.ts";

/** How files of models are called when nobody named their folder. The same list as in the Python probe. */
export const modelEndings: readonly string[] = [
  ".onnx", ".ort", ".pt", ".pth", ".bin", ".safetensors", ".gguf", ".ggml", ".pkl", ".pickle", ".joblib", ".h5", ".hdf5", ".keras", ".pb", ".tflite",
  ".model", ".ubj", ".npy", ".npz", ".cbm", ".lgb", ".xgb", ".mlmodel", ".engine", ".plan", ".trt", ".ckpt", ".msgpack",
];

/** A larger file is hashed only when its folder was named. */
const hashedBytes = 256 * 1024 * 1024;

const notOfModels: ReadonlySet<string> = new Set(["__pycache__", ".git", ".DS_Store", ".ipynb_checkpoints", ".lockstep", "lockstep-training"]);

/** Model files that the process holds open or mapped: the file on disk need not be the one in memory. */
export const readMappedModels: ProcReader = async ({ reading, files, mapped, folders, comparable, signal }) => {
  const named = new Map<string, string>();
  for (const folder of folders) {
    if (files.isFile(folder)) named.set(files.real(folder), posix.basename(folder));
    else for (const [relative, whole] of listed(files, folder, "")) named.set(files.real(whole), relative);
  }
  const opened = new Map<string, string>();
  for (const path of mapped) opened.set(path, files.outside(path));
  for (const number of entriesOr(files, "fd")) {
    try {
      const target = files.link(`fd/${number}`);
      if (target.startsWith("/") && !opened.has(target)) opened.set(target, files.ownPath(`fd/${number}`));
    } catch {
      // Closed since it was listed.
    }
  }
  for (const [path, through] of [...opened].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const clean = path.replace(/ \(deleted\)$/, "");
    const relative = named.get(clean);
    if (relative === undefined && !modelEndings.some((ending) => clean.toLowerCase().endsWith(ending))) continue;
    await reading.read(`model.mapped:${relative ?? comparable(clean)}`, "process", `/proc/${files.pid}/maps or /proc/${files.pid}/fd`, async () => {
      if (path !== clean && mapped.includes(path)) throw new Unread("the file was deleted or replaced on disk since it was mapped");
      const { size } = statSync(through);
      if (relative === undefined && size > hashedBytes) throw new Unread(`${size} bytes in memory are over the limit of ${hashedBytes} for hashing; name its folder to have it hashed`);
      return fileDigest(through, signal);
    });
  }
};

const entriesOr = (files: ProcessFiles, name: string): readonly string[] => {
  try {
    return files.entries(name);
  } catch {
    // The maps alone are worth telling.
    return [];
  }
};

/** Files below a folder with their relative paths; a link back to a folder above is not walked again. */
function* listed(files: ProcessFiles, folder: string, relative: string, above: ReadonlySet<string> = new Set()): Generator<readonly [string, string]> {
  const real = files.real(folder);
  if (above.has(real)) return;
  for (const entry of files.folder(folder) ?? []) {
    if (notOfModels.has(entry.name)) continue;
    const whole = posix.join(folder, entry.name);
    const own = relative === "" ? entry.name : `${relative}/${entry.name}`;
    if (entry.isDirectory() || (entry.isSymbolicLink() && files.isFolder(whole))) yield* listed(files, whole, own, new Set([...above, real]));
    else yield [own, whole];
  }
}
