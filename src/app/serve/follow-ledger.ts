import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import type { Catalogue } from "../../ports/catalogue.ts";

/** Tells whoever listens of new entries, whichever process wrote them. */
export interface LedgerFollower {
  /** From now on, or from after a sequence. Gives what ends it. */
  subscribe(listener: (entries: readonly LedgerEntry[]) => void, after?: number): () => void;
  close(): void;
}

/** How often the store is asked for its head. A look at one row of an index; people see changes at once. */
const everyMs = 500;
/** More at once is told in several turns, so that nobody who was away for long is sent everything in one piece. */
const most = 500;

/** Asks the catalogue now and then, only while somebody listens: SQLite tells nobody of other processes' writes. */
export const followLedger = (catalogue: Pick<Catalogue, "head" | "entriesAfter">): LedgerFollower => {
  const listeners = new Map<(entries: readonly LedgerEntry[]) => void, number>();
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    const head = catalogue.head()?.sequence ?? 0;
    for (const [listener, seen] of listeners) {
      if (seen >= head) continue;
      const entries = catalogue.entriesAfter(seen, most);
      const last = entries.at(-1);
      if (last === undefined) continue;
      listeners.set(listener, last.sequence);
      listener(entries);
    }
  };
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  return {
    subscribe: (listener, after) => {
      listeners.set(listener, after ?? catalogue.head()?.sequence ?? 0);
      timer ??= setInterval(look, everyMs).unref();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    close: () => {
      listeners.clear();
      stop();
    },
  };
};
