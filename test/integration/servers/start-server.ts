import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

export interface ServerCommand {
  /** What to call it in messages. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Answers 200 once the model can be asked. */
  readonly healthUrl: string;
  /** Base URL handed to whoever asks. */
  readonly url: string;
}

export interface RunningServer {
  readonly name: string;
  readonly url: string;
  /** Everything it said on stdout and stderr. */
  logs(): string;
  /** Ends the whole process group; resolves when it is gone. */
  stop(): Promise<void>;
}

/** MLflow on two busy cores took 25 s to its first answer. */
const readyWithinMs = 120_000;
const pollEveryMs = 50;
/** A server that does not end in this time after SIGTERM is killed. */
const graceMs = 5000;

const groups = new Set<number>();

/** Signals a whole process group; a group that is gone already is what was wanted. */
const signalGroup = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
};

process.on("exit", () => {
  for (const pid of groups) signalGroup(pid, "SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    for (const pid of groups) signalGroup(pid, "SIGKILL");
    process.kill(process.pid, signal);
  });
}

const stopGroup = async (child: ChildProcess, pid: number): Promise<void> => {
  const ended = child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise<void>((resolve) => child.once("close", () => resolve()));
  signalGroup(pid, "SIGTERM");
  const patience = new AbortController();
  await Promise.race([ended, wait(graceMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  signalGroup(pid, "SIGKILL");
  await ended;
  groups.delete(pid);
};

/** Starts a server in its own process group and waits until its health URL answers; rejects with its logs when it does not. */
export const startServer = async (command: ServerCommand): Promise<RunningServer> => {
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1", ...command.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const spawned = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => resolve(child.pid as number));
  });
  const pid = await spawned;
  groups.add(pid);
  const server: RunningServer = { name: command.name, url: command.url, logs: () => said, stop: () => stopGroup(child, pid) };

  const deadline = performance.now() + readyWithinMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const ready = await fetch(command.healthUrl, { signal: AbortSignal.timeout(2000) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
    if (ready) return server;
    await wait(pollEveryMs);
  }
  const why = child.exitCode !== null ? `ended with ${child.exitCode}` : `was not ready within ${readyWithinMs / 1000} s`;
  await server.stop();
  throw new Error(`${command.name} ${why}\n${command.file} ${command.args.join(" ")}\n${said}`);
};
