import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ServerWorld } from "./server-world.ts";

export interface CommandOutcome {
  /** Null when it was killed. */
  readonly exitCode: number | null;
  /** Its results and its notes, without secrets, each cut to its last 64 kB. */
  readonly out: string;
  readonly note: string;
}

export interface CommandSurroundings {
  readonly signal?: AbortSignal;
  readonly cwd?: string;
  /** Each whole line of its results and notes as it comes, without secrets. */
  readonly hear?: (line: string) => void;
}

/** The command line of this very Lockstep: compiled where it is installed, its source in a clone. */
const main = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "../../cli/main.ts" : "../../cli/main.js", import.meta.url));

const kept = 64 * 1024;

/**
 * Runs a command of Lockstep as a process of its own, so that what takes seconds and all processors keeps nobody waiting at the server. Stopped (SIGTERM, then SIGKILL
 * after five seconds) when `signal` aborts.
 */
export const runCommand = ({ io }: Pick<ServerWorld, "io">, args: readonly string[], { signal = io.signal, cwd = io.cwd, hear = () => {} }: CommandSurroundings = {}): Promise<CommandOutcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { cwd, env: { ...io.env, NO_COLOR: "1" } as NodeJS.ProcessEnv, stdio: ["ignore", "pipe", "pipe"] });
    const heard = { out: "", note: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => { heard.out = (heard.out + text).slice(-kept); });
    child.stderr.setEncoding("utf8").on("data", (text: string) => { heard.note = (heard.note + text).slice(-kept); });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => hear(io.redact(line)));
    const kill = (): void => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 5_000).unref();
    };
    if (signal.aborted) kill();
    signal.addEventListener("abort", kill, { once: true });
    child.once("error", reject);
    child.once("close", (exitCode) => {
      signal.removeEventListener("abort", kill);
      resolve({ exitCode, out: io.redact(heard.out), note: io.redact(heard.note) });
    });
  });
