import type { PatternCode } from "../../../src/core/domain/pattern.ts";
import type { Verdict } from "../../../src/core/domain/verdict.ts";
import type { FastApiOptions } from "../servers/fastapi-server.ts";
import type { MlserverInputs } from "../servers/mlserver-server.ts";

/** One environment of a trial, as data, so that the table can say what it was. */
export type Side =
  | ({ readonly kind: "fastapi" } & FastApiOptions)
  | { readonly kind: "mlserver"; readonly model: string; readonly inputs: MlserverInputs; readonly probabilities: boolean }
  | { readonly kind: "mlflow"; readonly model: string; readonly table: string }
  | { readonly kind: "replicas"; readonly header: boolean; readonly replicas: readonly FastApiOptions[] };

/** What was written before the trial was run for the first time. */
export interface Expectation {
  /** Null: nobody knew; the trial is there to find out. */
  readonly verdict: Verdict | null;
  /**
   * At least one of these is named; an empty list means that none is, except ULP (bits differ, far inside tolerance). Null: not
   * predicted.
   */
  readonly patterns: readonly PatternCode[] | null;
  readonly why: string;
}

/** What later runs taught, where the expectation was wrong or open. The suite asserts this where it is given. */
export interface Lesson {
  readonly verdict: Verdict;
  /** As in the expectation. */
  readonly patterns: readonly PatternCode[] | null;
  readonly learnt: string;
}

export interface Trial {
  readonly id: string;
  readonly title: string;
  readonly reference: Side;
  readonly candidate: Side;
  readonly table: "patients" | "tumours" | "wines" | "digits";
  readonly expected: Expectation;
  readonly lesson?: Lesson;
  /** The candidate's process may end before it can be asked. */
  readonly candidateMayNotStart?: true;
  /** Whether the suite runs it; all are run for docs/trials.md. */
  readonly quick: boolean;
}
