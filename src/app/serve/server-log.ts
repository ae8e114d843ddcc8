import pino from "pino";
import type { ServerLog } from "./server-world.ts";

/** Lines of JSON on stderr, each text without secrets. `level`: what is left out below it. */
export const serverLog = (redact: (text: string) => string, level: "info" | "warn" | "silent"): ServerLog =>
  pino({ level, base: { name: "lockstep" }, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line: string) => { process.stderr.write(redact(line)); } });
