import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../core/domain/exit-code.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { errorBlock } from "./error-block.ts";
import { plainLines } from "./plain-lines.ts";
import { toolVersion } from "../app/tool-version.ts";

export interface ErrorSurroundings {
  readonly err: (text: string) => void;
  readonly colour: boolean;
  readonly redact: (text: string) => string;
  /** Whether the user interrupted; whatever failed then failed because of that. */
  readonly interrupted: boolean;
  readonly args: readonly string[];
}

/**
 * Tells the user why there is no result, and gives the exit code: an interruption is 130, an expected failure its own, anything
 * else is a bug in Lockstep, which goes into a crash log with all that a report about it needs.
 */
export const printError = (cause: unknown, { err, colour, redact, interrupted, args }: ErrorSurroundings): ExitCode => {
  if (interrupted) {
    err("interrupted: run the same command again to resume\n");
    return ExitCode.interrupted;
  }
  if (cause instanceof LockstepError) {
    err(redact(errorBlock(cause, { colour })));
    return cause.exitCode;
  }
  const what = cause instanceof Error ? cause.message : String(cause);
  err(redact(`error: this is a bug in Lockstep: ${plainLines(what.split("\n")[0] ?? "")}\n  ${crashLog(redact(crashReport(cause, args)))}\n`));
  return ExitCode.usage;
};

const crashReport = (cause: unknown, args: readonly string[]): string => {
  const chain: string[] = [];
  for (let each: unknown = cause; each !== undefined && chain.length < 10; each = each instanceof Error ? each.cause : undefined) {
    chain.push(each instanceof Error ? (each.stack ?? String(each)) : String(each));
  }
  const { node, v8 } = process.versions;
  return [`lockstep ${toolVersion()}`, `node ${node} (v8 ${v8}), ${process.platform} ${process.arch}`, `arguments: ${JSON.stringify(args)}`, "", chain.join("\ncaused by\n"), ""].join("\n");
};

const crashLog = (report: string): string => {
  const path = join(tmpdir(), `lockstep-crash-${process.pid}-${Date.now()}.log`);
  try {
    writeFileSync(path, report, { mode: 0o600, flag: "wx" });
    return `please report it together with ${path}`;
  } catch {
    return `please report it with this:\n${report}`;
  }
};
