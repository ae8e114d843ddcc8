import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, JournalEntry } from "../../ports/journal.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import type { InputRow, Prediction } from "../../ports/serving.ts";
import { AskedSide, type ReplaySide } from "./asked-side.ts";
import { callAt, type CallPlan, evidenceCalls, type Phase, type PhaseName, type PlannedCall } from "./call-plan.ts";
import { probeWords } from "./probe-trial.ts";
import { ProgressMeter } from "./progress-meter.ts";
import { rowsToSend } from "./rows-to-send.ts";
import { type PerSide, type Side, sides } from "./side.ts";

export interface ReplayOptions {
  readonly plan: CallPlan;
  readonly rows: readonly InputRow[];
  readonly sides: PerSide<ReplaySide>;
  /** Has begun the plan's description; what it holds already is not asked again. */
  readonly journal: Journal;
  readonly clock: Clock;
  readonly progress: ProgressListener;
  readonly signal: AbortSignal;
}

export interface ReplayFacts {
  /** Calls that count: all of the plan but its warm-up. */
  readonly calls: number;
  /** Of these, how many an earlier session had asked. */
  readonly resumed: number;
  /** Calls of this session that failed, by side; refusals of a probe that a side never answered are not among them. */
  readonly errors: PerSide<number>;
  readonly seconds: number;
}

/**
 * Asks every call of the plan that the journal lacks. A call that fails is an entry with its error; only a side that never
 * answers (LS310), production whose errors rise (LS309), a journal that cannot be written, or the signal (AbortError) end
 * the replay early, and what was answered until then is in the journal. A probe that a side refuses is given up for that side, and
 * its remaining calls are in no journal.
 */
export const runReplay = async (options: ReplayOptions): Promise<ReplayFacts> => {
  const replay = new Replay(options);
  try {
    return await replay.run();
  } finally {
    replay.end();
  }
};

class Replay {
  readonly #options: ReplayOptions;
  readonly #asked: PerSide<AskedSide>;
  readonly #meter: ProgressMeter;
  readonly #calls: number;
  readonly #resumed: number;
  /** Calls that nobody will ask, for an earlier session found that the side refuses their probe. */
  readonly #needless: number;
  readonly #running = new Set<AbortController>();
  /** Controllers of calls that are over, to be used again: one per call would cost more than the rest of asking. */
  readonly #idle: AbortController[] = [];
  readonly #asleep = new AbortController();
  #phase: Phase | null = null;
  #next = 0;
  #upcoming: PlannedCall | null = null;
  #inFlight = 0;
  #waking = false;
  #stopped = false;
  #phaseDone: () => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#calls = evidenceCalls(options.plan);
    this.#resumed = options.journal.answered().size;
    this.#asked = Object.fromEntries(sides.flatMap((side) => {
      const asked = options.sides[side];
      return asked === undefined ? [] : [[side, new AskedSide(side, asked, options.clock)]];
    }));
    this.#needless = this.#recall();
    this.#meter = new ProgressMeter(options.progress, options.clock, "asking", this.#calls, this.#resumed + this.#needless);
  }

  /** Takes up the probes' trials where the journal left them; how many calls need not be asked for it. */
  #recall(): number {
    const { journal, plan } = this.#options;
    if (this.#resumed === 0) return 0;
    for (const entry of journal.entries()) {
      const { side, phase } = callAt(plan, entry.call);
      const trial = this.#asked[side]?.trialOf(phase) ?? null;
      if (trial === null) continue;
      trial.sent();
      if (entry.errorCode === null) trial.answered();
      else trial.failed(entry.errorMessage);
    }
    return plan.phases
      .flatMap((phase) => phase.asked.filter((side) => this.#asked[side]?.trialOf(phase.name)?.refused === true).map((side) => this.#unasked(phase, side, phase.first)))
      .reduce((sum, calls) => sum + calls, 0);
  }

  /** Calls of a phase to a side, from an index on, that the journal lacks. */
  #unasked(phase: Phase, side: Side, from: number): number {
    const answered = this.#options.journal.answered();
    let calls = 0;
    for (let index = from; index < phase.first + phase.order.length; index += 1) {
      if (!answered.has(index) && callAt(this.#options.plan, index, phase).side === side) calls += 1;
    }
    return calls;
  }

  async run(): Promise<ReplayFacts> {
    const { plan, progress, signal, journal } = this.#options;
    signal.throwIfAborted();
    if (this.#resumed > 0) progress({ kind: "note", message: `${this.#resumed.toLocaleString("en-US")} of ${this.#calls.toLocaleString("en-US")} calls were answered in an earlier run and are not asked again` });
    if (this.#resumed + this.#needless < this.#calls) {
      await new Promise<void>((resolve, reject) => {
        this.#fail = reject;
        signal.addEventListener("abort", this.#abort, { once: true });
        void this.#runPhases(plan.phases).then(resolve, reject);
      });
      this.#settleUndecided();
    }
    journal.flush();
    const seconds = this.#meter.seconds();
    progress({ kind: "done", step: "asking", seconds });
    const errors = Object.fromEntries(Object.values(this.#asked).map((asked) => [asked.side, asked.errors]));
    return { calls: this.#calls, resumed: this.#resumed, errors, seconds };
  }

  /** Leaves nothing behind: no request in flight, no timer, no entry only in memory. */
  end(): void {
    this.#stopped = true;
    this.#options.signal.removeEventListener("abort", this.#abort);
    this.#asleep.abort();
    for (const asked of Object.values(this.#asked)) asked.deadlines.stop();
    for (const running of this.#running) running.abort();
    this.#options.journal.flush();
  }

  readonly #abort = (): void => {
    this.#stop(new DOMException("The replay was interrupted; what was answered is kept.", "AbortError"));
  };

  #stop(error: unknown): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#fail(error);
  }

  async #runPhases(phases: readonly Phase[]): Promise<void> {
    for (const phase of phases) {
      this.#phase = phase;
      this.#next = phase.first;
      this.#upcoming = null;
      await new Promise<void>((resolve) => {
        this.#phaseDone = resolve;
        this.#continue();
      });
    }
  }

  #continue(): void {
    try {
      this.#pump();
    } catch (error) {
      this.#stop(error);
    }
  }

  /** Starts calls, strictly in the plan's order, until one has to wait; whoever ends that wait comes back here. */
  #pump(): void {
    const phase = this.#phase as Phase;
    const end = phase.first + phase.order.length;
    const already = phase.name === "warm-up" ? null : this.#options.journal.answered();
    while (!this.#stopped && this.#next < end) {
      if (already?.has(this.#next) === true) {
        this.#next += 1;
        continue;
      }
      if (this.#upcoming?.index !== this.#next) this.#upcoming = callAt(this.#options.plan, this.#next, phase);
      const call = this.#upcoming;
      const asked = this.#asked[call.side] as AskedSide;
      const trial = asked.trialOf(phase.name);
      if (trial?.refused === true) {
        this.#next += 1;
        continue;
      }
      if (trial?.waiting === true) return;
      if (asked.inFlight >= asked.options.concurrency || (phase.name === "serial" && this.#inFlight > 0)) return;
      const wait = asked.bucket?.take() ?? 0;
      if (wait > 0) {
        this.#wakeAfter(wait);
        return;
      }
      this.#next += 1;
      trial?.sent();
      this.#ask(asked, call);
    }
    if (!this.#stopped && this.#inFlight === 0) this.#phaseDone();
  }

  #wakeAfter(ms: number): void {
    if (this.#waking) return;
    this.#waking = true;
    this.#options.clock.sleep(ms, this.#asleep.signal).then(
      () => {
        this.#waking = false;
        this.#continue();
      },
      () => undefined,
    );
  }

  #ask(asked: AskedSide, call: PlannedCall): void {
    const { clock, plan, rows } = this.#options;
    const running = this.#idle.pop() ?? new AbortController();
    this.#running.add(running);
    this.#inFlight += 1;
    asked.inFlight += 1;
    const sentAt = clock.now();
    let open = true;
    const settle = (outcome: () => void, late = false): void => {
      if (!open) return;
      open = false;
      deadline.met();
      this.#running.delete(running);
      if (!late) this.#idle.push(running);
      this.#inFlight -= 1;
      asked.inFlight -= 1;
      if (this.#stopped) return;
      try {
        outcome();
      } catch (error) {
        this.#stop(error);
      }
      if (call.phase !== "warm-up") this.#meter.one(call.phase);
      this.#continue();
    };
    const deadline = asked.deadlines.begin(() => {
      const error = new LockstepError("LS302", { message: `${asked.options.name} did not answer within ${asked.options.timeoutMs / 1000} s.`, place: asked.options.client.address });
      settle(() => this.#failed(asked, call, sentAt, error), true);
      running.abort(error);
    });
    asked.options.client.predict(rowsToSend(call, rows, plan.seed), running.signal).then(
      (prediction) => settle(() => this.#answered(asked, call, sentAt, prediction)),
      (error: unknown) => settle(() => {
        if (!(error instanceof LockstepError)) throw error;
        this.#failed(asked, call, sentAt, error);
      }),
    );
  }

  #answered(asked: AskedSide, call: PlannedCall, sentAt: number, prediction: Prediction): void {
    const { status, rows, latencyMs, replica } = prediction;
    if (rows.length !== call.rows.length) {
      const message = `${asked.options.name} was asked ${call.rows.length} rows and answered ${rows.length}.`;
      this.#failed(asked, call, sentAt, new LockstepError("LS404", { message, place: asked.options.client.address }));
      return;
    }
    for (const entry of asked.answered(call.phase)) this.#options.journal.append(entry);
    if (call.phase === "warm-up") return;
    this.#options.journal.append({ call: call.index, sentAt, latencyMs, status, replica, errorCode: null, errorMessage: null, rows });
  }

  #failed(asked: AskedSide, call: PlannedCall, sentAt: number, error: LockstepError): void {
    const entry: JournalEntry | null = call.phase === "warm-up" ? null : {
      call: call.index, sentAt, latencyMs: null, status: null, replica: null, errorCode: error.code, errorMessage: error.message, rows: [],
    };
    const { evidence, stop } = asked.failed(call.phase, error, entry);
    if (evidence && entry !== null) this.#options.journal.append(entry);
    if (stop !== null) this.#stop(stop);
    else this.#giveUpRefused(asked, call.phase);
  }

  /** Leaves out what remains of a probe when the side refuses it. */
  #giveUpRefused(asked: AskedSide, probe: PhaseName): void {
    const trial = asked.trialOf(probe);
    if (probe === "warm-up" || probe === "main" || trial?.refused !== true) return;
    this.#options.progress({ kind: "note", message: `${asked.options.name} refuses ${probeWords[probe]}: ${trial.firstMessage ?? "no message"}; the other checks go on` });
    this.#meter.add(this.#unasked(this.#phase as Phase, asked.side, this.#next), probe);
  }

  /** A side that had no answer to give in this session: with earlier answers its failures count, without any it is down. */
  #settleUndecided(): void {
    const { journal, plan } = this.#options;
    for (const asked of Object.values(this.#asked)) {
      if (asked.undecided.length === 0) continue;
      const answeredEarlier = Iterator.from(journal.entries()).some((entry) => entry.errorCode === null && callAt(plan, entry.call).side === asked.side);
      if (!answeredEarlier) throw asked.noAnswer();
      for (const entry of asked.undecided) journal.append(entry);
    }
  }
}
