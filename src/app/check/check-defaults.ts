/** What `lockstep check` does where nobody said otherwise; how it asks is in work/replay/replay-defaults.ts, what decides verdicts in core/judge/defaults.ts. */

/** Largest answer in bytes: 64 MiB holds a batch of ten thousand rows, and an endless body still ends. */
export const defaultMaxAnswerBytes = 64 * 1024 * 1024;

/** Where runs, recordings and the ledger are kept. */
export const defaultStore = ".lockstep";

/** What the engine may hold in memory before it spills to the disk: leaves a laptop, or a CI runner of 2 GiB, room for the rest of the process. */
export const defaultMemoryBytes = 1.25 * 2 ** 30;
