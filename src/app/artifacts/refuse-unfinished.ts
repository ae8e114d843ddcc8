import { open } from "node:fs/promises";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** Names that programs give to a file while they fetch it. */
const whileFetching = /\.(part|partial|crdownload|download|incomplete|aria2|filepart|opdownload)$/i;

/** Kinds of files that are never empty, and never a web page. */
const ofModels = /\.(onnx|ort|pt|pth|bin|safetensors|gguf|ggml|pkl|pickle|joblib|h5|hdf5|keras|pb|tflite|model|ubj|npy|npz|cbm|parquet|mlmodel|engine|plan|ckpt|msgpack)$/i;

/** The start of a file that is enough to know a pointer or a page by. */
const headBytes = 1024;

/** The comment at a ZIP file's end may be this long, and its directory's end stands before it. */
const zipTailBytes = 22 + 0xffff;

/** LS119 for a file that only stands in for another one, or that was fetched in part: its digest would be of the wrong thing. */
export const refuseUnfinished = async (path: string, name: string): Promise<void> => {
  const refuse = (what: string, todo: string): never => {
    throw new LockstepError("LS119", { message: `${name} ${what}`, place: name, todo });
  };
  const again = "Fetch the file again.";
  if (whileFetching.test(name)) refuse("is named like a download that has not ended", again);
  if (name.endsWith(".dvc")) refuse("is a pointer of DVC, not the file itself", "Run: dvc pull, and name the file without .dvc.");
  const file = await open(path, "r").catch((cause: unknown) => {
    throw new LockstepError("LS201", { message: `${name} cannot be read: ${(cause as Error).message}`, place: name, cause });
  });
  try {
    const { size } = await file.stat();
    const read = async (from: number, bytes: number): Promise<Buffer> => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(bytes, size - from)));
      return buffer.subarray(0, (await file.read(buffer, 0, buffer.length, from)).bytesRead);
    };
    const head = await read(0, headBytes);
    const text = head.toString("latin1");
    const model = ofModels.test(name);
    if (size === 0 && model) refuse("is empty", again);
    const pointer = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\r?\n[^]*?^size (\d+)/m.exec(text)?.[1];
    if (pointer !== undefined && size < headBytes) refuse(`is a git-lfs pointer of ${size} bytes to a file of ${pointer} bytes`, "Fetch the file itself: git lfs pull");
    if (size < headBytes && text.startsWith("/annex/objects/")) refuse("is a git-annex pointer, not the file itself", "Fetch the file itself: git annex get");
    if (model && /^\s*<(!doctype html|html)/i.test(text)) refuse("is a web page, perhaps of a login that was asked for when it was fetched", again);
    const short = (wanted: number): never => refuse(`has ${size} of the ${wanted} bytes that its own header tells: it was fetched in part`, again);
    if (/\.safetensors$/i.test(name)) {
      const wanted = await safetensorsBytes(read, size);
      if (wanted !== null && wanted > size) short(wanted);
    }
    if (text.startsWith("PK\u0003\u0004") && !(await read(Math.max(0, size - zipTailBytes), zipTailBytes)).includes("PK\u0005\u0006", 0, "latin1")) refuse("is a ZIP archive without its end: it was fetched in part", again);
    if (text.startsWith("PAR1") && (await read(Math.max(0, size - 4), 4)).toString("latin1") !== "PAR1") refuse("is a Parquet file without its end: it was fetched in part", again);
  } finally {
    await file.close();
  }
};

/** Length of a safetensors file by its header: 8 bytes of length, JSON, then the tensors to the largest offset. Null when it has no such header. */
const safetensorsBytes = async (read: (from: number, bytes: number) => Promise<Buffer>, size: number): Promise<number | null> => {
  const start = await read(0, 8);
  if (start.length < 8) return 8;
  const length = Number(start.readBigUInt64LE());
  // A header of more than 100 MB is refused by every reader of the format.
  if (length > 100_000_000) return null;
  if (8 + length > size) return 8 + length;
  try {
    const header = JSON.parse((await read(8, length)).toString("utf8")) as Record<string, { readonly data_offsets?: readonly number[] }>;
    return 8 + length + Math.max(0, ...Object.values(header).map(({ data_offsets: offsets }) => offsets?.[1] ?? 0));
  } catch {
    // Another kind of file under that name; nothing tells its length.
    return null;
  }
};
