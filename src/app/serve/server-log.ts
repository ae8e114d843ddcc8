import pino from "pino";
import type { ServerLog } from "./server-world.ts";

/**
 * Lines of JSON on stderr, each text without secrets. `level`: what is left out below it. What is said in one turn of the event loop is written together, since each write
 * costs as much as an answer; what is more than news goes out at once, with all that was said before it.
 */
export const serverLog = (redact: (text: string) => string, level: "info" | "warn" | "silent", write: (text: string) => void = (text) => { process.stderr.write(text); }): ServerLog => {
  let waiting = "";
  const flush = (): void => {
    if (waiting === "") return;
    const text = waiting;
    waiting = "";
    write(redact(text));
  };
  const log = pino({ level, base: { name: "lockstep" }, timestamp: pino.stdTimeFunctions.isoTime }, {
    write: (line: string) => {
      if (waiting === "") setImmediate(flush);
      waiting += line;
    },
  });
  process.once("exit", flush);
  const atOnce = (say: "warn" | "error") => (fields: Readonly<Record<string, unknown>>, message: string): void => {
    log[say](fields, message);
    flush();
  };
  return { info: (fields, message) => log.info(fields, message), warn: atOnce("warn"), error: atOnce("error") };
};
