/**
 * The requests of one environment, one row each, as a table expression with the columns
 * - `sent_at` DOUBLE, milliseconds since the epoch
 * - `call` BIGINT, breaks ties of `sent_at`
 * - `latency_ms` DOUBLE, null where there was no answer
 * - `error_code`, `error_message` VARCHAR, null where the environment answered
 */
export interface RequestRelation {
  readonly environment: string;
  /** Goes behind FROM as it is. */
  readonly sql: string;
}

/** Requests whose latency counts: those that were answered. A failure may be quick or wait for a timeout, and is counted as an error. */
export const answered = "error_code IS NULL AND latency_ms IS NOT NULL";
