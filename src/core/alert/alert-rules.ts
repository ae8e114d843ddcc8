import type { AlertKind } from "../domain/alert.ts";
import type { Severity } from "../domain/verdict.ts";

/** A way from alerts to channels; whatever is null fits all. */
export interface AlertRoute {
  readonly to: readonly string[];
  /** At least this. */
  readonly severity: Severity | null;
  /** Business impact of a day, at least this; an impact that nobody agreed is none. */
  readonly perDay: number | null;
  readonly models: readonly string[] | null;
  readonly kinds: readonly AlertKind[] | null;
}

/** A span in which nothing is sent; ms, from (in it) and to (not in it). */
export interface Mute {
  readonly fromMs: number;
  readonly toMs: number;
  readonly models: readonly string[] | null;
  readonly reason: string;
}

/** Who is told of what, as agreed. */
export interface AlertRules {
  /** `acknowledgements`: whether it pages people, and so has to hear that somebody knows. */
  readonly channels: readonly { readonly name: string; readonly acknowledgements: boolean }[];
  /** Null: all to all. */
  readonly routes: readonly AlertRoute[] | null;
  readonly groupWithinMs: number;
  readonly mutes: readonly Mute[];
  readonly retryForMs: number;
}

/** Long enough for what one look opens to come together, short enough for somebody who is to be woken. */
export const defaultGroupWithinMs = 30_000;

/** A day: whoever is away for a weekend's maintenance agrees on more. */
export const defaultRetryForMs = 864e5;
