import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JournalEntry } from "../../ports/journal.ts";
import type { ModelClient } from "../../ports/serving.ts";
import type { PhaseName } from "./call-plan.ts";
import { Deadlines } from "./deadlines.ts";
import { ErrorGuard } from "./error-guard.ts";
import { ProbeTrial } from "./probe-trial.ts";
import { CALLS_WITHOUT_ANSWER, PRODUCTION_RATE_PER_SECOND } from "./replay-defaults.ts";
import type { Side } from "./side.ts";
import { TokenBucket } from "./token-bucket.ts";

/** One environment as a replay asks it. */
export interface ReplaySide {
  /** As the user named it. */
  readonly name: string;
  readonly client: ModelClient;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Requests per second at most; null for as fast as it answers, or at production's own rate in production. */
  readonly ratePerSecond: number | null;
  /** Asked slowly, and left alone when its errors rise. */
  readonly production: boolean;
}

/** What a replay knows of one environment while it runs. */
export class AskedSide {
  readonly side: Side;
  readonly options: ReplaySide;
  readonly deadlines: Deadlines;
  readonly bucket: TokenBucket | null;
  inFlight = 0;
  /** Failed calls that count: not those of a probe that the side has never answered. */
  errors = 0;
  #answered = false;
  #failuresBeforeAnswer = 0;
  #firstError: LockstepError | null = null;
  readonly #guard: ErrorGuard | null;
  /** Failures before the first answer: evidence only if an answer comes, for a server that is down says nothing about its model. */
  #heldBack: JournalEntry[] = [];
  readonly #trials = new Map<PhaseName, ProbeTrial>();

  constructor(side: Side, options: ReplaySide, clock: Clock) {
    this.side = side;
    this.options = options;
    this.deadlines = new Deadlines(clock, options.timeoutMs);
    const rate = options.ratePerSecond ?? (options.production ? PRODUCTION_RATE_PER_SECOND : null);
    this.bucket = rate === null ? null : new TokenBucket(clock, rate);
    this.#guard = options.production ? new ErrorGuard() : null;
  }

  /** How a probe fares with this side; null in the phases that are asked to the end. */
  trialOf(phase: PhaseName): ProbeTrial | null {
    if (phase === "warm-up" || phase === "main") return null;
    let trial = this.#trials.get(phase);
    if (trial === undefined) {
      trial = new ProbeTrial();
      this.#trials.set(phase, trial);
    }
    return trial;
  }

  /** Takes in an answer; the failures that became evidence with it. */
  answered(phase: PhaseName): readonly JournalEntry[] {
    this.trialOf(phase)?.answered();
    this.#guard?.record(false);
    if (this.#answered) return [];
    this.#answered = true;
    const evidence = this.#heldBack;
    this.#heldBack = [];
    return evidence;
  }

  /**
   * Takes in a failure; `entry` is null for a warm-up. Returns whether the failure is evidence now, and why to stop asking, if
   * there is a reason to.
   */
  failed(phase: PhaseName, error: LockstepError, entry: JournalEntry | null): { readonly evidence: boolean; readonly stop: LockstepError | null } {
    const trial = this.trialOf(phase);
    trial?.failed(error.message);
    // What a probe asks may be refused on principle: that is no sign of a service in trouble.
    const counts = trial?.accepted !== false;
    if (!counts && this.#answered) return { evidence: entry !== null, stop: null };
    this.#firstError ??= error;
    if (counts && entry !== null) this.errors += 1;
    const risen = counts ? (this.#guard?.record(true) ?? null) : null;
    if (this.#answered) return { evidence: entry !== null, stop: risen === null ? null : this.#errorsRose(risen) };
    if (entry !== null) this.#heldBack.push(entry);
    this.#failuresBeforeAnswer += 1;
    return { evidence: false, stop: this.#failuresBeforeAnswer >= CALLS_WITHOUT_ANSWER ? this.noAnswer() : null };
  }

  /** Failures that nothing was decided about: this session asked and had no answer, but not often enough to give up. */
  get undecided(): readonly JournalEntry[] {
    return this.#heldBack;
  }

  noAnswer(): LockstepError {
    const { name, client } = this.options;
    const first = this.#firstError;
    return new LockstepError("LS310", {
      message: `${name} failed ${this.#failuresBeforeAnswer} of ${this.#failuresBeforeAnswer} calls. The first: ${first?.code} ${first?.message}`,
      place: client.address,
      ...(first === null ? {} : { todo: first.todo, cause: first }),
    });
  }

  #errorsRose(reason: string): LockstepError {
    return new LockstepError("LS309", {
      message: `${this.options.name} is called production and its errors rose: ${reason}. The first: ${this.#firstError?.code} ${this.#firstError?.message}`,
      place: this.options.client.address,
      cause: this.#firstError,
    });
  }
}
