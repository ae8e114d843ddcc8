import { resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { openStore } from "../open-store.ts";
import type { PushOptions } from "./push-options.ts";
import { pushRun } from "./push-run.ts";

/**
 * Pushes runs that are stored already, one after the other, and says where each can be looked at. One that cannot be pushed is a warning, and the verdict stays what it is;
 * only where pushing was required, it counts as a server that did not answer.
 */
export const pushAfter = async (runs: readonly Run[], options: PushOptions, store: string, io: CommandIo): Promise<ExitCode> => {
  const opened = await openStore(store, io.cwd);
  let code: ExitCode = ExitCode.proceed;
  try {
    for (const run of runs) {
      try {
        io.note(`run ${run.id} is at ${await pushRun(run, options, { text: opened.text, folder: resolve(io.cwd, store), clock: systemClock }, io)}`);
      } catch (cause) {
        if (!(cause instanceof LockstepError)) throw cause;
        const told = cause.code === "LS712" ? cause : new LockstepError("LS712", { message: `run ${run.id}: ${cause.message}` });
        io.note(`warning ${told.code}: ${io.redact(told.message)}; it is kept here, push it again with: lockstep runs push ${run.id} --to ${options.url}`);
        if (options.required) code = ExitCode.unreachable;
      }
    }
  } finally {
    opened.close();
  }
  return code;
};
