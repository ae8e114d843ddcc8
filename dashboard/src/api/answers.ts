import type { LedgerKind } from "../../../src/core/domain/ledger-entry.ts";
import { type ApiProblem, asProblem } from "./api-problem.ts";
import { fetchAgain, type Fetched } from "./call.ts";
import { onChanges } from "./follow-changes.ts";

/** What is known of one address. Data that was there stays while it is asked for anew, and when that fails. */
export interface Answer {
  readonly data: unknown;
  readonly problem: ApiProblem | null;
  readonly asking: boolean;
  /** When the data came; null while there is none. */
  readonly at: number | null;
}

interface Kept {
  answer: Answer;
  had: Fetched | null;
  readonly watchers: Set<() => void>;
  /** What in the ledger may change it; null: anything; empty: nothing ever does. */
  kinds: readonly LedgerKind[] | null;
  stale: boolean;
}

/** Answers that nobody looks at are kept for the way back, so many of them. */
const mostKept = 120;
/** What depends on the time of day is asked again after this, though nothing was entered. */
const longestFreshMs = 60_000;

const nothing: Answer = { data: undefined, problem: null, asking: true, at: null };
const kept = new Map<string, Kept>();

const say = (entry: Kept, answer: Answer): void => {
  entry.answer = answer;
  for (const watcher of entry.watchers) watcher();
};

const ask = async (address: string, entry: Kept): Promise<void> => {
  entry.stale = false;
  say(entry, { ...entry.answer, asking: true });
  try {
    entry.had = await fetchAgain(address, entry.had);
    say(entry, { data: entry.had.data, problem: null, asking: false, at: Date.now() });
  } catch (error) {
    entry.stale = true;
    say(entry, { ...entry.answer, problem: asProblem(error), asking: false });
  }
};

const entryOf = (address: string): Kept => {
  const known = kept.get(address);
  if (known !== undefined) {
    kept.delete(address);
    kept.set(address, known);
    return known;
  }
  for (const [old, { watchers }] of kept) {
    if (kept.size < mostKept) break;
    if (watchers.size === 0) kept.delete(old);
  }
  const entry: Kept = { answer: nothing, had: null, watchers: new Set(), kinds: null, stale: true };
  kept.set(address, entry);
  return entry;
};

const isOld = ({ answer: { at }, kinds }: Kept): boolean => kinds?.length !== 0 && at !== null && Date.now() - at > longestFreshMs;

/** Looks at an address from now on; asks when what is known is old or not there. Gives what ends it. */
export const watchAnswer = (address: string, kinds: readonly LedgerKind[] | null, watcher: () => void): (() => void) => {
  const entry = entryOf(address);
  entry.kinds = kinds;
  entry.watchers.add(watcher);
  if (entry.stale || isOld(entry)) void ask(address, entry);
  return () => entry.watchers.delete(watcher);
};

const unasked: Answer = { ...nothing, asking: false };

export const answerAt = (address: string | null): Answer => (address === null ? unasked : (kept.get(address)?.answer ?? nothing));

export const askAgain = (address: string): void => void ask(address, entryOf(address));

/** After something was changed here: whatever entries of these kinds may have changed is asked again; everything without `kinds`. */
export const askAll = (kinds: readonly LedgerKind[] | "any" | null = null): void => {
  for (const [address, entry] of kept) {
    // What no entry ever changes is not asked again for one.
    if (kinds !== null && entry.kinds?.length === 0) continue;
    if (kinds !== null && kinds !== "any" && entry.kinds !== null && !entry.kinds.some((kind) => kinds.includes(kind))) continue;
    entry.stale = true;
    if (entry.watchers.size > 0) void ask(address, entry);
  }
};

/* A waiver ends without an entry: what it changes is asked again while somebody looks at it. */
if (typeof window !== "undefined") window.setInterval(() => {
  for (const [address, entry] of kept) if (entry.watchers.size > 0 && entry.kinds?.includes("waiver") === true && isOld(entry)) void ask(address, entry);
}, longestFreshMs);

onChanges((changes) => askAll(changes === "anything" ? "any" : [...new Set(changes.map(({ kind }) => kind))]));
