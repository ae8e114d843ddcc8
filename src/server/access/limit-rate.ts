import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** Askers that are remembered at once. Beyond it the one who asked longest ago begins anew with a full bucket: memory is bounded, whatever comes. */
const remembered = 50_000;

/** Lets each asker make so many requests a minute, saved up to a minute's worth. LS704 with the seconds to wait in its cause. */
export const limitRate = (perMinute: number, now: () => number): ((asker: string) => void) => {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  return (asker) => {
    const at = now();
    const known = buckets.get(asker);
    const left = known === undefined ? perMinute : Math.min(perMinute, known.left + ((at - known.at) / 60_000) * perMinute);
    if (left < 1) throw new LockstepError("LS704", { message: `more than ${perMinute} requests a minute`, cause: { retryAfter: Math.max(1, Math.ceil(((1 - left) / perMinute) * 60)) } });
    // Taken out first, so that the map's order is that of the last request.
    buckets.delete(asker);
    buckets.set(asker, { left: left - 1, at });
    // Whoever was not here for a minute has a full bucket again, which is what nobody has.
    for (const [each, bucket] of buckets) {
      if (at - bucket.at < 60_000 && buckets.size <= remembered) break;
      buckets.delete(each);
    }
  };
};
