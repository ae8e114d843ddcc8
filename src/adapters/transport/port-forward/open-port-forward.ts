import { spawn, type ChildProcess } from "node:child_process";
import { connect } from "node:net";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { freePort } from "./free-port.ts";

/** `kubectl port-forward` through a slow VPN takes a few seconds; far more means that it asks for something. */
export const defaultForwardTimeoutMs = 20_000;

/** Between two attempts to connect: short against the start of any process, long enough not to burn a core. */
const retryMs = 25;

/** How long a process may take to end by itself before it is killed. */
const graceMs = 2000;

/** The command's last words that are kept for a message. */
const stderrTail = 2000;

export interface PortForward {
  /** `http://127.0.0.1:PORT`, or https as asked. */
  readonly origin: string;
  readonly port: number;
  /** Ends the command and everything it started. */
  close(): Promise<void>;
}

/**
 * Runs a command that makes the environment reachable on a local port (`kubectl port-forward svc/model {port}:8080`), and waits
 * until that port accepts. `{port}` is replaced by a free one. LS307 when it ends or does not accept in time.
 */
export async function openPortForward(command: string, scheme: "http" | "https", options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}): Promise<PortForward> {
  if (!command.includes("{port}")) {
    throw new LockstepError("LS102", { message: `--via does not say where the local port goes: ${command}`, place: "--via", todo: "Write {port} in the command, as in: kubectl port-forward svc/model {port}:8080" });
  }
  const port = await freePort();
  const line = command.replaceAll("{port}", String(port));
  const child = spawn(line, { shell: true, detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString("utf8")).slice(-stderrTail)));
  const state: { ended: string | null } = { ended: null };
  child.once("error", (error) => (state.ended = error.message));
  child.once("close", (code, signal) => (state.ended = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`));
  const killNow = (): void => killGroup(child, "SIGKILL");
  process.once("exit", killNow);
  const close = async (): Promise<void> => {
    process.off("exit", killNow);
    await end(child);
  };

  const timeoutMs = options.timeoutMs ?? defaultForwardTimeoutMs;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const failed = state.ended ?? (performance.now() > deadline ? `did not open port ${port} within ${timeoutMs / 1000} s` : null);
    if (failed !== null || options.signal?.aborted === true) {
      await close();
      options.signal?.throwIfAborted();
      const words = said.trim() === "" ? "it said nothing" : `it said: ${said.trim().split("\n").slice(-5).join(" / ")}`;
      throw new LockstepError("LS307", { message: `the command ${failed}; ${words}`, place: line });
    }
    if (await accepts(port)) return { origin: `${scheme}://127.0.0.1:${port}`, port, close };
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => { socket.destroy(); resolve(true); });
    socket.once("error", () => resolve(false));
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

/** Asks the whole group to end, and insists after a while; waits for the command itself. */
async function end(child: ChildProcess): Promise<void> {
  const running = child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  killGroup(child, "SIGTERM");
  if (!running) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => killGroup(child, "SIGKILL"), graceMs);
    child.once("exit", () => { clearTimeout(timer); resolve(); });
  });
}
