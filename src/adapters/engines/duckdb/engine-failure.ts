import { LockstepError } from "../../../core/errors/lockstep-error.ts";

/** How DuckDB begins its message when the machine, not the query, is at fault. */
const machineFailures: readonly RegExp[] = [/out of memory/i, /no space left on device/i, /could not allocate/i, /failed to offload/i, /max_temp_directory_size/i];

/** How it begins when a file that was opened well turns out to be damaged further in. */
const damagedFiles: readonly RegExp[] = [/don't know what type/i, /TProtocolException/, /^(IO|Invalid Input|Serialization) Error: .*(parquet|corrupt|page|decompress|snappy|zstd|gzip)/is, /Failed to (read|decompress)/i,
  // A file whose values lie beyond the smallest and largest that it says it has: the engine leaves out questions that these answer.
  /cannot take logarithm of/i];

/** DuckDB's error as the user can act on it: LS602 when memory or disk ran out, LS203 for a file damaged inside, otherwise the error as it was. */
export const engineFailure = (error: unknown, memoryLimitBytes: number, temporaryDirectory: string): unknown => {
  const message = error instanceof Error ? error.message : String(error);
  if (damagedFiles.some((pattern) => pattern.test(message))) {
    return new LockstepError("LS203", { message: `a file is damaged inside: ${message.split("\n")[0]}`, todo: "Make the file again, or copy it again from where it was made.", cause: error });
  }
  if (!machineFailures.some((pattern) => pattern.test(message))) return error;
  return new LockstepError("LS602", {
    message: `The comparison needs more than the ${Math.round(memoryLimitBytes / 2 ** 20)} MiB of memory it was given, or the disk is full: ${message.split("\n")[0]}`,
    place: temporaryDirectory,
    cause: error,
  });
};
