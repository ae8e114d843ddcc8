import { LockstepError } from "../../../core/errors/lockstep-error.ts";

/** How DuckDB begins its message when the machine, not the query, is at fault. */
const machineFailures: readonly RegExp[] = [/out of memory/i, /no space left on device/i, /could not allocate/i, /failed to offload/i, /max_temp_directory_size/i];

/** DuckDB's error as the user can act on it: LS602 when memory or disk ran out, otherwise the error as it was. */
export const engineFailure = (error: unknown, memoryLimitBytes: number, temporaryDirectory: string): unknown => {
  const message = error instanceof Error ? error.message : String(error);
  if (!machineFailures.some((pattern) => pattern.test(message))) return error;
  return new LockstepError("LS602", {
    message: `The comparison needs more than the ${Math.round(memoryLimitBytes / 2 ** 20)} MiB of memory it was given, or the disk is full: ${message.split("\n")[0]}`,
    place: temporaryDirectory,
    cause: error,
  });
};
