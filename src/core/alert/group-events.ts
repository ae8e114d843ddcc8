/** Something of the ledger that is told, by when it was entered. */
export interface TimedEvent {
  readonly sequence: number;
  /** Ms since 1970. */
  readonly at: number;
}

/**
 * What goes out together: a group begins with the first event and takes in all that is entered within `withinMs` of it. Only a group that nothing can join any more is
 * given; `openUntil` (ms) is when the next one is complete, null when none is open. Groups follow from the ledger alone, so that whoever makes them makes the same.
 * `all`: the last one too, for who does not wait.
 */
export const groupEvents = <E extends TimedEvent>(events: readonly E[], { withinMs, now, all = false }: { readonly withinMs: number; readonly now: number; readonly all?: boolean }): { readonly closed: readonly (readonly E[])[]; readonly openUntil: number | null } => {
  const groups: E[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    const began = last?.[0]?.at;
    // What was entered while the clock stood earlier belongs to what was entered before it.
    if (last !== undefined && began !== undefined && event.at < began + withinMs) last.push(event);
    else groups.push([event]);
  }
  const newest = groups.at(-1);
  const began = newest?.[0]?.at;
  if (newest === undefined || began === undefined) return { closed: [], openUntil: null };
  const openUntil = began + withinMs;
  // An event of the future was entered before the clock was set back: it is not waited for.
  const closed = all || now >= openUntil || began > now + withinMs;
  return closed ? { closed: groups, openUntil: null } : { closed: groups.slice(0, -1), openUntil };
};
