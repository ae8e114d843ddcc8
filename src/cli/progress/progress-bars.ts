import type { ProgressEvent, ProgressListener } from "../../ports/progress.ts";
import { durationWords } from "./duration-words.ts";

/** Twenty redraws a second look alive and cost nothing. */
const redrawMs = 50;
const barCells = 24;

export interface TerminalOptions {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly ascii: boolean;
  readonly monotonic: () => number;
}

export interface ProgressBars {
  readonly listener: ProgressListener;
  /** Takes the moving line away, before anything else is written to the terminal. */
  readonly clear: () => void;
}

/** For a terminal: finished steps as lines, and below them the step that is under way, as a bar where its end is known. */
export const progressBars = ({ write, columns, ascii, monotonic }: TerminalOptions): ProgressBars => {
  let shown = false;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (shown) write("\r\u001b[2K");
    shown = false;
  };
  const draw = (line: string, force: boolean): void => {
    const now = monotonic();
    if (!force && now - drawnAt < redrawMs) return;
    drawnAt = now;
    clear();
    write(line.slice(0, Math.max(10, columns() - 1)));
    shown = true;
  };
  const listener = (event: ProgressEvent): void => {
    if (event.kind === "step") draw(`${event.step}${event.detail === undefined ? "" : ` (${event.detail})`}…`, true);
    else if (event.kind === "count") draw(countLine(event, ascii), event.done === event.total);
    else {
      clear();
      write(event.kind === "note" ? `${event.message}\n` : `${ascii ? "done" : "✓"} ${event.step}${event.detail === undefined ? "" : `, ${event.detail}`}, ${durationWords(event.seconds)}\n`);
    }
  };
  return { listener, clear };
};

const countLine = (event: Extract<ProgressEvent, { kind: "count" }>, ascii: boolean): string => {
  const share = event.total > 0 ? Math.min(1, event.done / event.total) : 1;
  const filled = Math.round(share * barCells);
  const bar = `${(ascii ? "#" : "█").repeat(filled)}${(ascii ? "." : "░").repeat(barCells - filled)}`;
  const eta = event.etaSeconds === null ? "" : `, ${durationWords(event.etaSeconds)} left`;
  return `${event.step} ${bar} ${event.done} of ${event.total}${eta}${event.detail === undefined ? "" : `, ${event.detail}`}`;
};
