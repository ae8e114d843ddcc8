/** Two answers to each input are the least that show how much an environment disagrees with itself. */
export const DEFAULT_REPEATS = 2;

/** One row per request is how most models are asked in production, and keeps batch effects out of the main comparison. */
export const DEFAULT_BATCH_SIZE = 1;

/**
 * Rows of the probe arms. Of 299 pairs the largest difference bounds 99 % of all differences with 95 % confidence, whatever their
 * distribution: 1 - 0.99^299 = 0.95 (Wilks, "Determination of sample sizes for setting tolerance limits", 1941).
 */
export const PROBE_ROWS = 300;

/** Rows per request in the batch arm: enough for kernels to take their batched paths, small enough for any server's limits. */
export const PROBE_BATCH_SIZE = 16;

/** Requests per side that open connections and fill caches before anything counts; their answers are thrown away. */
export const WARM_UP_CALLS = 10;

/** Requests in flight per side: enough to hide the network, too few to turn a comparison into a load test. */
export const DEFAULT_CONCURRENCY = 8;

/** Requests per second to an environment called production: noticeable in no service that deserves the name. */
export const PRODUCTION_RATE_PER_SECOND = 5;

/** How long one request may take, ms: the timeout that load balancers and serving runtimes commonly have themselves. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * A side that fails this many times before its first answer is taken to be down: it includes the warm-up, so a dead endpoint costs
 * seconds (or one or two timeouts) instead of a whole replay.
 */
export const CALLS_WITHOUT_ANSWER = 10;

/**
 * A probe whose first calls to a side all fail, this many, is not asked of it any further. A side that refuses the probe's form refuses
 * every call; one that fails half of its calls by chance is given up in one of 32 probes.
 */
export const PROBE_TRIAL_CALLS = 5;

/** Repeats of one row lie at least this share of a round apart, so that a cache or a bad minute does not meet both. */
export const REPEAT_DISTANCE = 0.75;

/** Raised when the same description would give another plan, so that a journal of the plan before is not continued. */
export const PLAN_VERSION = 1;
