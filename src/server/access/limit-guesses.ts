import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** So many different wrong secrets may come from one address in this time. A secret of 256 bits is not guessed anyway; this keeps the attempt from costing anything. */
const most = 20;
const withinMs = 60_000;
/** Addresses and secrets that are remembered at once: a flood of either costs a few megabytes. */
const remembered = 10_000;

/** Looks after wrong secrets, by address. */
export interface GuessLimit {
  /** Before a secret is looked up. LS704 for an address that tried too many, unless this secret was right before: others behind the same proxy go on with their work. */
  check(address: string, digest: string): void;
  right(digest: string): void;
  /** The same wrong secret again counts once: a job with a token that expired is no guess. */
  wrong(address: string, digest: string): void;
}

export const limitGuesses = (now: () => number): GuessLimit => {
  const known = new Map<string, true>();
  const tried = new Map<string, { since: number; readonly digests: Set<string> }>();
  const remember = <T>(map: Map<string, T>, key: string, value: T): void => {
    map.delete(key);
    map.set(key, value);
    if (map.size > remembered) map.delete(map.keys().next().value as string);
  };
  const recent = (address: string): { since: number; readonly digests: Set<string> } | null => {
    const found = tried.get(address);
    return found === undefined || now() - found.since >= withinMs ? null : found;
  };
  return {
    check: (address, digest) => {
      const found = recent(networkOf(address));
      if (found === null || found.digests.size < most || found.digests.has(digest) || known.has(digest)) return;
      throw new LockstepError("LS704", { message: `${most} different tokens that are none came from this address`, cause: { retryAfter: Math.max(1, Math.ceil((found.since + withinMs - now()) / 1000)) } });
    },
    right: (digest) => remember(known, digest, true),
    wrong: (address, digest) => {
      const network = networkOf(address);
      const found = recent(network) ?? { since: now(), digests: new Set<string>() };
      if (found.digests.size < most) found.digests.add(digest);
      remember(tried, network, found);
    },
  };
};

/** An IPv6 address without its last half, which whoever has one may choose; any other as it is. */
export const networkOf = (address: string): string => {
  if (!address.includes(":") || address.includes(".")) return address.replace(/^::ffff:/i, "");
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = tail === undefined ? before : [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0"), ...after];
  return `${groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "").toLowerCase()).join(":")}::/64`;
};
