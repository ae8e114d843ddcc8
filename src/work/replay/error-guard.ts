import { countOf } from "../../core/wording/count-of.ts";
import { hypergeometricTail } from "./hypergeometric-tail.ts";

/** The first calls, which have nothing before them to be compared with. */
export const GUARD_FIRST_CALLS = 20;

/** Among the first calls, half failing is no service to go on asking. */
export const GUARD_FIRST_SHARE = 0.5;

/** Afterwards calls are looked at in windows of this many: a service that breaks is left alone after at most as many failures. */
export const GUARD_WINDOW = 20;

/** Chance that the guard stops a service whose error rate never changes, over the whole replay however long. */
export const GUARD_FALSE_ALARM = 0.01;

/**
 * Tells when a service in production should be left alone. After the first calls, each window's errors are compared with those of
 * all calls before it by an exact test: under an unchanged error rate, whatever it is, every arrangement of the errors over the
 * calls is equally likely, so the errors of a window are hypergeometric. Window j may err with chance alpha / (j (j + 1)), which adds
 * up to alpha. More errors in a window only make it less likely, so it is judged at each error without waiting for its end.
 */
export class ErrorGuard {
  #calls = 0;
  #errors = 0;
  #windowCalls = 0;
  #windowErrors = 0;
  #window = 1;

  /** Takes in one more outcome; a sentence why to stop, or null to go on. */
  record(failed: boolean): string | null {
    if (this.#calls < GUARD_FIRST_CALLS) return this.#first(failed);
    this.#windowCalls += 1;
    if (failed) this.#windowErrors += 1;
    const reason = failed ? this.#judge() : null;
    if (this.#windowCalls === GUARD_WINDOW) {
      this.#calls += GUARD_WINDOW;
      this.#errors += this.#windowErrors;
      this.#windowCalls = 0;
      this.#windowErrors = 0;
      this.#window += 1;
    }
    return reason;
  }

  #first(failed: boolean): string | null {
    this.#calls += 1;
    if (failed) this.#errors += 1;
    return this.#errors >= GUARD_FIRST_CALLS * GUARD_FIRST_SHARE ? `${this.#errors} of the first ${countOf(this.#calls, "call")} failed` : null;
  }

  #judge(): string | null {
    const chance = hypergeometricTail(this.#windowErrors, GUARD_WINDOW, this.#errors + this.#windowErrors, this.#calls + GUARD_WINDOW);
    if (chance > GUARD_FALSE_ALARM / (this.#window * (this.#window + 1))) return null;
    return `${this.#windowErrors} of the last ${countOf(this.#windowCalls, "call")} failed, against ${this.#errors} of the ${countOf(this.#calls, "call")} before`;
  }
}
