import type { Clock } from "../../ports/clock.ts";

/** Spaces requests evenly: one token at a time, refilled at a fixed rate, nothing saved up for a burst. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #everyMs: number;
  #freeAt: number;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#everyMs = 1000 / perSecond;
    this.#freeAt = clock.monotonic();
  }

  /** Takes the token and returns 0, or returns how many milliseconds it is until there is one. */
  take(): number {
    const now = this.#clock.monotonic();
    if (now < this.#freeAt) return this.#freeAt - now;
    this.#freeAt = now + this.#everyMs;
    return 0;
  }
}
