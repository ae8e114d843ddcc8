import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { graceMs, stderrTail } from "./command-options.ts";
import { endWithUs } from "./end-with-us.ts";

interface Waiting {
  readonly resolve: (answer: LineAnswer) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
  readonly sentAt: number;
}

export interface LineAnswer {
  readonly line: string;
  /** From writing the row to the last byte of its answer. */
  readonly latencyMs: number;
}

/** One process of a command, asked one line at a time: a line goes in, the next line that comes out is its answer. */
export class LineProcess {
  readonly command: string;
  private readonly maxLineBytes: number;
  private readonly child: ChildProcessWithoutNullStreams;
  private waiting: Waiting | null = null;
  private readonly pieces: Buffer[] = [];
  private received = 0;
  private said = "";
  private ending: string | null = null;
  private readonly ended: Promise<void>;
  private readonly forget: () => void;
  /** Set when it wrote what no row had asked for: its earlier answers may have been another row's. */
  violation: LockstepError | null = null;
  /** Whether it has answered before, so that its model is loaded. */
  warm = false;

  constructor(command: string, maxLineBytes: number) {
    this.command = command;
    this.maxLineBytes = maxLineBytes;
    // Python holds its output back when it goes into a pipe, and would answer only at its end.
    this.child = spawn(command, { shell: true, detached: true, stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, PYTHONUNBUFFERED: "1" } });
    this.child.stdout.on("data", (chunk: Buffer) => this.read(chunk));
    this.child.stderr.on("data", (chunk: Buffer) => (this.said = (this.said + chunk.toString("utf8")).slice(-stderrTail)));
    // A write to a process that has just ended; `close` reports the end.
    this.child.stdin.on("error", () => {});
    this.ended = new Promise((resolve) => {
      this.child.once("error", (error) => { this.end(`could not be started: ${error.message}`); this.forget(); resolve(); });
      this.child.once("close", (code, signal) => { this.end(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`); this.forget(); resolve(); });
    });
    this.forget = endWithUs(this.killNow);
  }

  /** Whether it has ended, or must not be asked again. */
  get dead(): boolean {
    return this.ending !== null;
  }

  async ask(line: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<LineAnswer> {
    // What the process has written already is read first: it cannot be the answer to a row that it has not seen.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      if (this.ending !== null) {
        reject(this.violation ?? this.endedError());
        return;
      }
      const late = (): void => {
        const loading = this.warm ? "" : ", its first";
        const error = new LockstepError("LS302", { message: `no answer to a row${loading} came within ${timeoutMs / 1000} s${this.words()}`, place: this.command, todo: "Raise --timeout; or see that the command writes one line per row and flushes it at once." });
        this.give(null, error);
        this.kill(error.message);
      };
      const aborted = (): void => {
        this.give(null, signal?.reason);
        this.kill("aborted");
      };
      signal?.addEventListener("abort", aborted, { once: true });
      const settled = <T>(use: (value: T) => void) => (value: T): void => { signal?.removeEventListener("abort", aborted); use(value); };
      this.waiting = { resolve: settled(resolve), reject: settled(reject), timer: setTimeout(late, timeoutMs), sentAt: performance.now() };
      this.child.stdin.write(`${line}\n`);
    });
  }

  /** Ends it at once, because what it writes cannot be told apart any more. */
  distrust(why: LockstepError): void {
    this.kill(why.message);
  }

  /** Closes its input, and ends the whole process group when it does not end by itself. */
  async close(): Promise<void> {
    this.child.stdin.end();
    const timer = setTimeout(this.killNow, graceMs);
    await this.ended;
    clearTimeout(timer);
    this.killNow();
  }

  /** The command's own last words, for a message. */
  words(): string {
    const lines = this.said.trim().split("\n").slice(-5).join(" / ");
    return lines === "" ? "" : `; it said: ${lines}`;
  }

  private read(chunk: Buffer): void {
    const newline = chunk.indexOf(0x0a);
    if (newline < 0) {
      this.received += chunk.length;
      if (this.received <= this.maxLineBytes) {
        this.pieces.push(chunk);
        return;
      }
      const error = new LockstepError("LS403", { message: `a line of the answer is longer than ${this.maxLineBytes} bytes`, place: this.command });
      this.give(null, error);
      this.kill(error.message);
      return;
    }
    const line = Buffer.concat([...this.pieces, chunk.subarray(0, newline)]).toString("utf8");
    this.pieces.length = 0;
    this.received = 0;
    if (this.waiting !== null) this.give(line, null);
    else if (line.trim() !== "") this.refuse(line);
    if (newline + 1 < chunk.length) this.read(chunk.subarray(newline + 1));
  }

  private give(line: string | null, error: unknown): void {
    const { waiting } = this;
    if (waiting === null) return;
    this.waiting = null;
    clearTimeout(waiting.timer);
    if (line === null) {
      waiting.reject(error);
      return;
    }
    this.warm = true;
    waiting.resolve({ line, latencyMs: performance.now() - waiting.sentAt });
  }

  private end(how: string): void {
    this.ending ??= how;
    this.give(null, this.endedError());
  }

  private refuse(line: string): void {
    const message = `the command wrote a line that no row had asked for: ${line.slice(0, 200)}`;
    this.violation = new LockstepError("LS401", { message, place: this.command, todo: "Let it write exactly one line per row on stdout; logs belong on stderr." });
    this.kill(message);
  }

  private kill(why: string): void {
    this.ending ??= why;
    this.killNow();
  }

  private readonly killNow = (): void => {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch {
      // The group has ended already.
    }
  };

  private endedError(): LockstepError {
    return new LockstepError("LS308", { message: `the command ${this.ending}${this.words()}`, place: this.command });
  }
}
