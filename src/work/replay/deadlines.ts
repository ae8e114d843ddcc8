import type { Clock } from "../../ports/clock.ts";

/** A running request's time limit; `met` once it was answered. */
export interface Deadline {
  met(): void;
}

interface Waiting extends Deadline {
  readonly at: number;
  expire: (() => void) | null;
}

/**
 * The time limits of many requests with one timer: all have the same length, so they run out in the order in which they began,
 * and most are met long before anybody looks.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #stop = new AbortController();
  #queue: Waiting[] = [];
  #head = 0;
  #watching = false;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** Calls `expire` once when the time is over, unless the deadline is met before. */
  begin(expire: () => void): Deadline {
    const waiting: Waiting = { at: this.#clock.monotonic() + this.#timeoutMs, expire, met: () => { waiting.expire = null; } };
    this.#queue.push(waiting);
    if (!this.#watching) void this.#watch();
    return waiting;
  }

  /** Lets go of all deadlines and of the timer. */
  stop(): void {
    this.#queue = [];
    this.#head = 0;
    this.#stop.abort();
  }

  async #watch(): Promise<void> {
    this.#watching = true;
    while (!this.#stop.signal.aborted) {
      const next = this.#nextUnmet();
      if (next === null) break;
      const left = next.at - this.#clock.monotonic();
      if (left > 0) {
        await this.#clock.sleep(left, this.#stop.signal).catch(() => undefined);
        continue;
      }
      const expire = next.expire;
      next.met();
      expire?.();
    }
    this.#watching = false;
  }

  #nextUnmet(): Waiting | null {
    while (this.#head < this.#queue.length && this.#queue[this.#head]?.expire === null) this.#head += 1;
    if (this.#head * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    return this.#queue[this.#head] ?? null;
  }
}
