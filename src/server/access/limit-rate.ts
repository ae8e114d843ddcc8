import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** Lets each asker make so many requests a minute, saved up to a minute's worth. LS704 with the seconds to wait in its cause. */
export const limitRate = (perMinute: number, now: () => number): ((asker: string) => void) => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (asker) => {
    const at = now();
    const known = buckets.get(asker);
    const tokens = known === undefined ? perMinute : Math.min(perMinute, known.tokens + ((at - known.at) / 60_000) * perMinute);
    if (tokens < 1) throw new LockstepError("LS704", { message: `more than ${perMinute} requests a minute`, cause: { retryAfter: Math.ceil(((1 - tokens) / perMinute) * 60) } });
    buckets.delete(asker);
    buckets.set(asker, { tokens: tokens - 1, at });
    // Whoever was not here for a minute has a full bucket again, which is what nobody has.
    for (const [each, bucket] of buckets) {
      if (at - bucket.at < 60_000) break;
      buckets.delete(each);
    }
  };
};
