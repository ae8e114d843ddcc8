import { spawn } from "node:child_process";

export interface ArgvOutcome {
  /** Null when it was stopped, or could not be started. */
  readonly exitCode: number | null;
  /** What it wrote to both streams, its last part. */
  readonly output: string;
  /** Why there is no exit code; null where there is one. */
  readonly why: string | null;
}

/** So much of what a program says is kept, characters. */
const kept = 4_000;

/** Runs a program without a shell, in a process group of its own that is ended as a whole (SIGTERM, a second later SIGKILL) when its time is over or `signal` aborts. */
export const runArgv = ([program = "", ...args]: readonly string[], { cwd, env, timeoutMs, signal }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>>; readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<ArgvOutcome> =>
  new Promise((resolve) => {
    let output = "";
    let why: string | null = null;
    const child = spawn(program, args, { cwd, env: env as NodeJS.ProcessEnv, shell: false, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => { output = (output + text).slice(-kept); });
    const end = (how: NodeJS.Signals): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, how);
      } catch {
        // It has ended meanwhile.
      }
    };
    const stop = (reason: string): void => {
      why ??= reason;
      end("SIGTERM");
      setTimeout(() => end("SIGKILL"), 1_000).unref();
    };
    const late = setTimeout(() => stop(`it was stopped after ${timeoutMs / 1000} s`), timeoutMs);
    const aborted = (): void => stop("Lockstep was stopped");
    if (signal.aborted) aborted();
    signal.addEventListener("abort", aborted, { once: true });
    const finish = (exitCode: number | null): void => {
      clearTimeout(late);
      signal.removeEventListener("abort", aborted);
      resolve({ exitCode: why === null ? exitCode : null, output, why });
    };
    child.once("error", (cause: NodeJS.ErrnoException) => {
      why = `${program} cannot be started (${cause.code ?? cause.message})`;
      finish(null);
    });
    child.once("close", (code, how) => {
      if (code === null) why ??= `it was ended by ${how ?? "a signal"}`;
      finish(code);
    });
  });
