import type { Clock } from "../../ports/clock.ts";
import type { EntityColumn, OnlineFeatureStore, OnlineValue } from "../../ports/online-features.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import { TokenBucket } from "../replay/token-bucket.ts";

/** What the store answered for one entity: values by feature, in the order in which the features were asked. */
export interface OnlineEntity {
  /** Microseconds since 1970, when its request was sent. */
  readonly askedAt: bigint;
  readonly values: readonly OnlineValue[];
}

export interface AskOnlineOptions {
  readonly store: OnlineFeatureStore;
  readonly features: readonly string[];
  readonly entities: readonly EntityColumn[];
  /** Requests per second at most; null for one after the other. */
  readonly ratePerSecond: number | null;
  readonly clock: Clock;
  readonly progress: ProgressListener;
  readonly signal: AbortSignal;
}

/** Entities in one request: what a service asks for a page of candidates, and no load test. */
export const entitiesPerRequest = 100;

/**
 * Asks the store for all entities, one request at a time and no faster than the rate allows; the first that fails ends it, so that a store in trouble
 * is left alone. Answers in the order of the entities.
 */
export const askOnline = async ({ store, features, entities, ratePerSecond, clock, progress, signal }: AskOnlineOptions): Promise<readonly OnlineEntity[]> => {
  const total = entities[0]?.values.length ?? 0;
  const bucket = ratePerSecond === null ? null : new TokenBucket(clock, ratePerSecond);
  const from = clock.monotonic();
  const answered: OnlineEntity[] = [];
  while (answered.length < total) {
    for (let wait = bucket?.take() ?? 0; wait > 0; wait = bucket?.take() ?? 0) await clock.sleep(wait, signal);
    signal.throwIfAborted();
    const askedAt = BigInt(Math.floor(clock.now() * 1000));
    const first = answered.length;
    const batch = entities.map(({ name, values }) => ({ name, values: values.slice(first, first + entitiesPerRequest) }));
    const columns = await store.ask(features, batch, signal);
    const asked = batch[0]?.values.length ?? 0;
    for (let index = 0; index < asked; index += 1) answered.push({ askedAt, values: columns.map((column) => column[index] as OnlineValue) });
    const seconds = (clock.monotonic() - from) / 1000;
    progress({ kind: "count", step: "asking", done: answered.length, total, etaSeconds: (seconds / answered.length) * (total - answered.length) });
  }
  progress({ kind: "done", step: "asking", seconds: (clock.monotonic() - from) / 1000 });
  return answered;
};
