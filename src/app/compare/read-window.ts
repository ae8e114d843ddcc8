import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** A window in time: `from` is included, `to` is not; ISO 8601 UTC, null where it is open. */
export interface TimeWindow {
  readonly from: string | null;
  readonly to: string | null;
}

/** `2026-10-01..2026-10-08`, `2026-10-01T06:00Z..`, `..2026-10-08`: a day without a time begins at midnight UTC. LS102 for anything else. */
export const readWindow = (text: string | null, flag: string): TimeWindow => {
  if (text === null) return { from: null, to: null };
  const parts = text.split("..");
  const wrong = (message: string): LockstepError => new LockstepError("LS102", { message: `${flag} ${text}: ${message}`, place: flag, todo: "Write FROM..TO, such as 2026-10-01..2026-10-08; TO itself is not in it." });
  if (parts.length !== 2) throw wrong("a window has two ends");
  const [from = null, to = null] = parts.map((part) => {
    if (part === "") return null;
    const time = /^\d{4}-\d{2}-\d{2}$/.test(part) ? `${part}T00:00:00Z` : part;
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}(:\d{2}){1,2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/.test(time) || Number.isNaN(Date.parse(time))) throw wrong(`"${part}" is neither a day nor a time with its zone`);
    return new Date(time).toISOString();
  });
  if (from === null && to === null) throw wrong("both ends are open");
  if (from !== null && to !== null && from >= to) throw wrong("it ends before it begins");
  return { from, to };
};
