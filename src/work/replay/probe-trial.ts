import type { Arm } from "../../core/domain/recording.ts";
import { PROBE_TRIAL_CALLS } from "./replay-defaults.ts";

/** What a probe asks of a side, as its refusal is told. */
export const probeWords: Readonly<Record<Exclude<Arm, "main">, string>> = {
  batch: "requests of another size",
  serial: "requests one at a time",
  shuffled: "shuffled columns",
  rounded: "rounded numbers",
};

/**
 * A probe's first calls to one side. Until one of them is answered no more are sent, so that a side which refuses what the probe asks
 * is spared the rest, and its refusals say nothing of its health.
 */
export class ProbeTrial {
  #sent = 0;
  #failed = 0;
  #accepted = false;
  #firstMessage: string | null = null;

  get accepted(): boolean {
    return this.#accepted;
  }

  /** Every call of the trial failed. */
  get refused(): boolean {
    return !this.#accepted && this.#failed >= PROBE_TRIAL_CALLS;
  }

  /** The trial's calls are on their way and none has been answered. */
  get waiting(): boolean {
    return !this.#accepted && !this.refused && this.#sent >= PROBE_TRIAL_CALLS;
  }

  sent(): void {
    this.#sent += 1;
  }

  answered(): void {
    this.#accepted = true;
  }

  /** What the first failure said. */
  get firstMessage(): string | null {
    return this.#firstMessage;
  }

  failed(message: string | null): void {
    this.#failed += 1;
    this.#firstMessage ??= message;
  }
}
