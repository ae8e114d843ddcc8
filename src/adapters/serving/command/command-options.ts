/** How a command is asked. */
export interface CommandOptions {
  /** A line for the shell. */
  readonly command: string;
  /** For one row, once the process has answered before. */
  readonly timeoutMs?: number;
  /** For the first row of a new process, which has a model to load. */
  readonly startTimeoutMs?: number;
  /** Processes that may run beside each other. */
  readonly processes?: number;
  readonly maxAnswerBytes?: number;
}

/** As for an HTTP request: slower than this for one row is not usable online. */
export const defaultTimeoutMs = 30_000;

/** Importing a heavy library and loading a model from a cold disk takes minutes at worst. */
export const defaultStartTimeoutMs = 120_000;

/** Each process holds a model in memory, so fewer than the connections of a server. */
export const defaultProcesses = 2;

/** A line longer than this is not a prediction. */
export const defaultMaxAnswerBytes = 32 * 1024 * 1024;

/** The command's last words that are kept for a message. */
export const stderrTail = 2000;

/** How long a process may take to end by itself, after its input was closed, before it is killed. */
export const graceMs = 1000;
