import type { Clock } from "../../ports/clock.ts";
import type { ProgressListener } from "../../ports/progress.ts";

/** How often progress is told, ms: smooth for the eye, nothing for the machine. */
const tellEveryMs = 200;

/** Counts calls towards a total and tells, now and then, how far they are and how long the rest will take. */
export class ProgressMeter {
  readonly #listener: ProgressListener;
  readonly #clock: Clock;
  readonly #step: string;
  readonly #total: number;
  readonly #began: number;
  readonly #doneBefore: number;
  #done: number;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** `doneBefore` were done in an earlier session and say nothing about the pace of this one. */
  constructor(listener: ProgressListener, clock: Clock, step: string, total: number, doneBefore: number) {
    this.#listener = listener;
    this.#clock = clock;
    this.#step = step;
    this.#total = total;
    this.#doneBefore = doneBefore;
    this.#done = doneBefore;
    this.#began = clock.monotonic();
  }

  one(detail: string): void {
    this.add(1, detail);
  }

  /** Several at once, such as calls that turn out not to be needed. */
  add(count: number, detail: string): void {
    this.#done += count;
    const now = this.#clock.monotonic();
    if (now - this.#toldAt < tellEveryMs && this.#done < this.#total) return;
    this.#toldAt = now;
    const session = this.#done - this.#doneBefore;
    const etaSeconds = ((now - this.#began) / 1000 / session) * (this.#total - this.#done);
    this.#listener({ kind: "count", step: this.#step, done: this.#done, total: this.#total, etaSeconds, detail });
  }

  /** Seconds since the meter was made. */
  seconds(): number {
    return (this.#clock.monotonic() - this.#began) / 1000;
  }
}
