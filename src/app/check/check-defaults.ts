/** What `lockstep check` does where nobody said otherwise, each with its reason. What decides verdicts is in core/judge/defaults.ts. */

/** Each side is asked twice: once is no measure of how much it disagrees with itself. */
export const defaultRepeats = 2;

/** One row per request: what most serving paths get in production, and the one size every protocol can carry. */
export const defaultBatch = 1;

/** Requests in flight per side: enough to hide a round trip, too few to load a small staging server. */
export const defaultConcurrency = 4;

/** Seconds until a request counts as unanswered: beyond what callers of an online model wait. */
export const defaultTimeoutSeconds = 30;

/** Requests per side whose answers are discarded, so that lazy loading and just-in-time compilation are not measured. */
export const defaultWarmup = 5;

/** Largest answer in bytes: 64 MiB holds a batch of ten thousand rows, and an endless body still ends. */
export const defaultMaxAnswerBytes = 64 * 1024 * 1024;

/** Where runs, recordings and the ledger are kept. */
export const defaultStore = ".lockstep";
