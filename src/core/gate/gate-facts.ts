import type { Decision } from "../domain/decision.ts";
import type { Interval } from "../domain/interval.ts";
import type { Run } from "../domain/run.ts";
import type { Verdict } from "../domain/verdict.ts";

/** What a controller asks. */
export interface GateQuestion {
  readonly model: string;
  readonly environment: string;
  /** Only runs of this version count; null: of any. */
  readonly version: string | null;
  /** Each of these kinds has to have a run; null: whatever kinds there are, at least one. */
  readonly kinds: readonly Run["kind"][] | null;
  /** Runs that began before this (ms) do not count; null: any. */
  readonly notBefore: number | null;
  /** Older runs say nothing of now, ms. */
  readonly maxAge: number;
  /** What tells one rollout from the next: a checksum, a pod template's hash. Null: nobody said. */
  readonly key: string | null;
}

/** The finding that made a run's verdict what it is. */
export interface GateFinding {
  readonly id: string;
  readonly statement: string;
  readonly estimate: number | null;
  readonly unit: string;
  readonly interval: Interval | null;
  readonly margin: number | null;
}

/** A run as a gate sees it: its verdict with the waivers that hold now, and the decision by the policy that holds now. */
export interface GateRun {
  readonly id: string;
  readonly kind: Run["kind"];
  /** When it began, ms. */
  readonly at: number;
  readonly version: string | null;
  readonly verdict: Verdict;
  readonly action: Decision["action"];
  readonly headline: string;
  readonly finding: GateFinding | null;
}

/** An incident that is open about this model in this environment. */
export interface OpenDeparture {
  readonly id: string;
  readonly title: string;
  readonly run: string;
  /** When it opened, ms. */
  readonly at: number;
  readonly version: string | null;
  readonly consequence: "investigate" | "pause" | "roll-back";
}

/** All that is known when the answer is made. */
export interface GateFacts {
  /** Newest first, as many of each kind as were read. */
  readonly runs: readonly GateRun[];
  readonly departures: readonly OpenDeparture[];
  /** Why this is not the newest that there is; null: it is. */
  readonly stale: string | null;
}

/** A failure that this rollout was told, or that happened while it went on. */
export interface KnownFailure {
  /** When what failed began: the run, or the departure; ms. */
  readonly at: number;
  readonly run: string | null;
  readonly finding: string | null;
  readonly action: "pause" | "roll-back";
  readonly sentence: string;
}

/** What is remembered of a rollout: since when it asks, and the first failure. */
export interface KnownRollout {
  readonly since: number;
  readonly failure: KnownFailure | null;
}
