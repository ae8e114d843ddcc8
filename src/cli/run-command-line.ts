import { enableCompileCache } from "node:module";
import { ExitCode } from "../core/domain/exit-code.ts";
import type { CommandIo } from "../app/command-io.ts";
import { createCommandIo, type Presentation } from "./create-command-io.ts";
import { plainLines } from "./plain-lines.ts";
import { printError } from "./print-error.ts";
import { createRedactor } from "./redactor.ts";
import { tellTakingForward } from "./tell-taking-forward.ts";
import { wantsColour } from "./wants-colour.ts";

/** Runs one command to its end and ends the process with its exit code, whatever is still open. */
export const runCommandLine = async (args: readonly string[]): Promise<void> => {
  enableCompileCache();
  silenceSqliteNotice();
  const interruption = new AbortController();
  const redactor = createRedactor();
  listenForInterruption(interruption);
  tellTakingForward((line) => process.stderr.write(redactor.redact(`${plainLines(line)}\n`)));
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on("error", (cause: NodeJS.ErrnoException) => process.exit(cause.code === "EPIPE" ? ExitCode.proceed : ExitCode.usage));
  const fail = (cause: unknown): ExitCode =>
    printError(cause, {
      err: (text) => process.stderr.write(text),
      colour: wantsColour("auto", process.env, process.stderr.isTTY),
      redact: redactor.redact,
      interrupted: interruption.signal.aborted,
      args,
    });
  process.on("uncaughtException", (cause) => process.exit(fail(cause)));

  const io = (presentation: Presentation): CommandIo => createCommandIo(presentation, { signal: interruption.signal, redactor });
  let untilStopped = false;
  const code = await import("./program.ts")
    .then(({ runProgram }) => runProgram(args, io, () => { untilStopped = true; }))
    .then((ended) => (interruption.signal.aborted && !untilStopped ? fail(interruption.signal.reason) : ended), fail);
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit(code);
};

const flushed = (stream: NodeJS.WriteStream): Promise<void> => new Promise((resolve) => stream.write("", () => resolve()));

/** The first interruption lets the work stop where it can be resumed; the second one does not wait. */
const listenForInterruption = (interruption: AbortController): void => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(ExitCode.interrupted);
      interruption.abort(new Error(`stopped by ${signal}`));
    });
  }
};

/** Some releases of Node 24 call their SQLite experimental each time it is loaded; stderr belongs to the run's progress. */
const silenceSqliteNotice = (): void => {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes("SQLite is an experimental feature")) Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
};
