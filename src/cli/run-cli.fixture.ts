import { spawn } from "node:child_process";
import { join } from "node:path";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliSurroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends SIGINT, as ^C does, once this has happened. */
  readonly interruptAfter?: Promise<void>;
  /** Closes the reading end of stdout at once. */
  readonly closeStdout?: boolean;
}

const main = join(import.meta.dirname, "main.ts");

/** Runs the real command line as a process of its own, outside of any CI and without colours unless `env` says otherwise. */
export const runCli = (args: readonly string[], { cwd, env = {}, interruptAfter, closeStdout = false }: CliSurroundings): Promise<CliResult> =>
  new Promise((resolve, reject) => {
    const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
    const child = spawn(process.execPath, [main, ...args], { cwd, env: { PATH, HOME, TMPDIR, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    if (closeStdout) child.stdout.destroy();
    else child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    void interruptAfter?.then(() => child.kill("SIGINT"));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
