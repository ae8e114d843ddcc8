/**
 * The columns of a recording: what one environment answered, one row per answered input row. Outputs follow as one
 * column each, named `output.<path>`.
 */
export const recordingColumns = {
  call: "call",
  row: "row",
  key: "key",
  arm: "arm",
  repeat: "repeat",
  replica: "replica",
  sentAt: "sent_at",
  latencyMs: "latency_ms",
  batchSize: "batch_size",
  status: "status",
  errorCode: "error_code",
  errorMessage: "error_message",
} as const;

export const outputPrefix = "output.";

/**
 * Why a row was asked.
 * - `main`: every input row, interleaved over both environments, at the run's batch size and concurrency
 * - `batch`: a subset, several rows in one request (or alone, when main already sends batches)
 * - `serial`: the same subset with nothing else in flight
 * - `shuffled`: the same subset with its columns in another order
 * - `rounded`: the same subset with its numbers rounded to float32, reference only
 */
export const arms = ["main", "batch", "serial", "shuffled", "rounded"] as const;
export type Arm = (typeof arms)[number];
