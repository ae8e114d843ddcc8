import type { Pattern, PatternCode } from "../../core/domain/pattern.ts";
import { suspectsOf } from "./suspects.ts";

/** A pattern, and the rows of the pairs table that it accounts for, so that others look only at the rest. */
export interface Sighting {
  readonly pattern: Pattern;
  /** A condition over the pairs table; null when the pattern is not about single rows. */
  readonly explainedRows: string | null;
}

export interface Sight {
  readonly code: PatternCode;
  /** Picks the suspects that fit this form of the pattern best; the pattern's usual ones otherwise. */
  readonly form?: string;
  readonly output: string | null;
  readonly rows?: string | null;
  readonly statement: string;
  readonly explains: number;
  readonly evidence: Pattern["evidence"];
  readonly explainedRows?: string | null;
}

/** Adds the usual suspects to what was seen and keeps `explains` within 0..1. */
export const sighting = (sight: Sight): Sighting => ({
  pattern: {
    code: sight.code,
    output: sight.output,
    rows: sight.rows ?? null,
    statement: sight.statement,
    explains: Math.min(1, Math.max(0, sight.explains)),
    evidence: sight.evidence,
    suspects: suspectsOf(sight.code, sight.form),
  },
  explainedRows: sight.explainedRows ?? null,
});
