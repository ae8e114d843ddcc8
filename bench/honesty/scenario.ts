import type { Random } from "../../src/core/random/random.ts";

/** What one replication showed, by the name of what is counted: true, false, or null where the tool refused to say (which is counted too). */
export type Outcome = Readonly<Record<string, boolean | null>>;

/** What the rate of one counter must keep to. */
export interface Claim {
  readonly counter: string;
  /** What is counted, in words. */
  readonly question: string;
  /**
   * `at-most`: a false-alarm or false-pass rate with a ceiling. `near`: the rate of a test that is said to be calibrated, within `slack` of it. `at-least`: what must be seen or passed.
   * `coverage`: an interval; below the nominal level by more than `slack` is outside, above is wide and said so. `shown`: printed, without a promise.
   */
  readonly rule: "at-most" | "near" | "at-least" | "coverage" | "shown";
  /** Null where the rule is `shown`. */
  readonly nominal: number | null;
  readonly slack?: number;
}

export interface Scenario {
  /** Unique; also the seed's purpose, so that changing one scenario changes no other. */
  readonly id: string;
  /** The table it stands in. */
  readonly group: string;
  /** The row's name in that table. */
  readonly title: string;
  /** Replications of a full run, and of the small one; 0 leaves it out of the small one. */
  readonly replications: number;
  readonly small: number;
  readonly claims: readonly Claim[];
  /** One replication. */
  readonly run: (random: Random) => Outcome;
}

/** How often each counter was true, false or refused. */
export type Tally = Record<string, { hits: number; of: number; refused: number }>;
