import { createHash } from "node:crypto";
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { LoggedEvent } from "./read-cloud-events.ts";

/** Written down what came; an event that came before is not written again. */
export interface EventLog {
  /** Gives how many were new. All are written when it returns; LS506 when they cannot be. */
  add(events: readonly LoggedEvent[], now: number): number;
}

/** Of a file that is there already, what a sender could send again is near its end. */
const readBack = 64 * 1024 * 1024;
/** Events that are remembered, so that one sent again is known. */
const mostKnown = 200_000;

/** One file per model, namespace and day (UTC, of arrival): `events/credit/2026-03-01.models.jsonl` in the store's folder. */
export const eventFile = (folder: string, { model, namespace }: Pick<LoggedEvent, "model" | "namespace">, now: number): string =>
  join(folder, "events", model, `${new Date(now).toISOString().slice(0, 10)}${namespace === null ? "" : `.${namespace}`}.jsonl`);

/**
 * Appends whole lines, those of one request to one file in one piece: a process that is killed leaves at most the beginning of its last line, which the next one ends before it writes.
 * An event is known again by id, type, source and component (KServe's transformer and predictor send the same id), from memory and, after a restart, from the file.
 */
export const createEventLog = (folder: string): EventLog => {
  const known = new Set<string>();
  /** Files that were read, and whether their last line was ended. */
  const opened = new Map<string, boolean>();

  const remember = (key: string): void => {
    known.add(key);
    const [oldest] = known;
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  };
  /** What the file holds from before, and whether its last line was ended. */
  const takeUp = (handle: number): boolean => {
    const { size } = fstatSync(handle);
    if (size === 0) return true;
    const bytes = Buffer.alloc(Math.min(size, readBack));
    const length = readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    for (const line of bytes.subarray(0, length).toString("utf8").split("\n")) {
      const key = keyOfLine(line);
      if (key !== null) remember(key);
    }
    return bytes[length - 1] === 10;
  };
  const append = (file: string, events: readonly LoggedEvent[]): number => {
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(file, "a+");
    try {
      const ended = opened.get(file) ?? takeUp(handle);
      opened.set(file, ended);
      const fresh = new Map(events.map((event) => [keyOf(event.id, event.type, event.source, event.component), event.line] as const).filter(([key]) => !known.has(key)));
      if (fresh.size === 0) return 0;
      const bytes = Buffer.from(`${ended ? "" : "\n"}${[...fresh.values()].join("\n")}\n`);
      for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
      opened.set(file, true);
      for (const key of fresh.keys()) remember(key);
      return fresh.size;
    } catch (cause) {
      // Half a line may stand there now; it is ended before the next one.
      opened.delete(file);
      throw cause;
    } finally {
      closeSync(handle);
    }
  };
  return {
    add: (events, now) => {
      const byFile = Map.groupBy(events, (event) => eventFile(folder, event, now));
      let fresh = 0;
      for (const [file, each] of byFile) {
        try {
          fresh += append(file, each);
        } catch (cause) {
          throw new LockstepError("LS506", { message: `${file} could not be written: ${(cause as Error).message}`, place: file, cause });
        }
      }
      return fresh;
    },
  };
};

const keyOf = (...parts: readonly string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("base64").slice(0, 22);

const keyOfLine = (line: string): string | null => {
  try {
    const event = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const headers = event["headers"] as Readonly<Record<string, unknown>> | undefined;
    const of = (name: string): string => String((headers === undefined ? event[name] : headers[`ce-${name}`]) ?? "");
    return keyOf(of("id"), of("type"), of("source"), of("component"));
  } catch {
    return null;
  }
};
