import { errorInAnswer } from "../../../core/answers/error-in-answer.ts";
import { readJsonText } from "../../../core/answers/read-answer.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import { flattenOutputs } from "../../../core/outputs/flatten-outputs.ts";
import type { InputRow, ModelClient, ModelDescription, OutputRow, Prediction } from "../../../ports/serving.ts";
import { type CommandOptions, defaultMaxAnswerBytes, defaultProcesses, defaultStartTimeoutMs, defaultTimeoutMs } from "./command-options.ts";
import { LineProcess } from "./line-process.ts";

/**
 * A model behind a command: one line of JSON (the row as an object) goes in, one line of JSON comes out. Every process answers one
 * row at a time, so an answer can never be taken for another row's; several processes give concurrency.
 */
export function createCommandClient(options: CommandOptions): ModelClient {
  const { command } = options;
  const limit = options.processes ?? defaultProcesses;
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const startTimeoutMs = Math.max(options.startTimeoutMs ?? defaultStartTimeoutMs, timeoutMs);
  const maxAnswerBytes = options.maxAnswerBytes ?? defaultMaxAnswerBytes;
  const idle: LineProcess[] = [];
  const all = new Set<LineProcess>();
  const queue: ((process: LineProcess | null) => void)[] = [];

  /** Whether a process had all the time that a model may take to load, and did not answer: the next ones are not waited for as long. */
  let loadedInVain = false;

  const start = (): LineProcess => {
    const started = new LineProcess(command, maxAnswerBytes);
    all.add(started);
    return started;
  };
  const acquire = async (): Promise<LineProcess> => {
    for (let free = idle.pop(); free !== undefined; free = idle.pop()) {
      if (!free.dead) return free;
      all.delete(free);
      if (free.violation !== null) throw free.violation;
    }
    if (all.size < limit) return start();
    const handed = await new Promise<LineProcess | null>((resolve) => queue.push(resolve));
    return handed ?? start();
  };
  const release = (used: LineProcess): void => {
    const next = queue.shift();
    // One that broke the contract goes back too, so that the next row reports it.
    const usable = !used.dead || used.violation !== null;
    if (!usable) all.delete(used);
    if (next !== undefined) next(usable ? used : null);
    else if (usable) idle.push(used);
  };

  return {
    protocol: "command",
    address: command,
    describe: () => Promise.resolve<ModelDescription>({
      model: null, version: null, platform: null, inputs: null, outputs: null, namedColumns: true, batches: false,
      detection: `command: each row goes in as one line of JSON, one line of JSON comes out; at most ${limit} ${limit === 1 ? "process" : "processes"}`,
    }),
    async predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction> {
      signal?.throwIfAborted();
      const process = await acquire();
      try {
        const read: OutputRow[] = [];
        let latencyMs = 0;
        for (const row of rows) {
          const answer = await process.ask(writeJson(Object.fromEntries(row)), process.warm || loadedInVain ? timeoutMs : startTimeoutMs, signal).catch((error: unknown) => {
            loadedInVain ||= !process.warm && error instanceof LockstepError && error.code === "LS302";
            throw error;
          });
          latencyMs += answer.latencyMs;
          read.push(readLine(answer.line, process));
        }
        return { status: null, rows: read, latencyMs, replica: null };
      } finally {
        release(process);
      }
    },
    async close() {
      await Promise.all([...all].map((process) => process.close()));
      all.clear();
    },
  };
}

/** The outputs of one line; `{"error": "…"}` alone is how a command reports that a row failed. */
function readLine(line: string, process: LineProcess): OutputRow {
  const { command } = process;
  const value = readAnswerLine(line, process);
  const error = errorInAnswer(value);
  if (error !== null) throw new LockstepError("LS405", { message: `the command answered with an error: ${error}`, place: command });
  if (value === null || (typeof value === "object" && Object.keys(value).length === 0)) throw new LockstepError("LS404", { message: `the answer is ${writeJson(value)} and holds no output`, place: command });
  return flattenOutputs(null, value);
}

/** A line that is no JSON is a log or a banner, and the answer comes after it: from then on every answer would be taken for the next row's. */
function readAnswerLine(line: string, process: LineProcess): JsonValue {
  try {
    return readJsonText(line, process.command);
  } catch (error) {
    if (error instanceof LockstepError) process.distrust(error);
    throw error;
  }
}
