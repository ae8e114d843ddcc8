const dayMs = 864e5;
/** Clocks of several machines that write one ledger may differ so much. */
const apartMs = 5 * 60_000;
/** A store that people use is written more often than this; a longer silence looks like a clock that was set. */
const leapMs = 31 * dayMs;
/** After a leap, so much has to be entered under the new time before it is believed. */
const settledMs = 7 * dayMs;

/**
 * Why a clock (ms) is not to be believed for what cannot be undone, in words; null where nothing speaks against it. `times` are those of the ledger's entries, the newest entry first. The
 * clock must not be behind what was entered within the last week, and the ledger must not have leapt by more than 31 days within it: a machine whose clock jumped writes entries
 * of its own soon, so the newest alone says nothing. Read only as far as needed.
 */
export const clockDoubt = (times: Iterable<string>, now: number): string | null => {
  let later = now;
  for (const time of times) {
    const at = Date.parse(time);
    if (at > now + apartMs) return `the clock says ${said(now)}, and the ledger has an entry of ${said(at)}`;
    if (later - at > leapMs) return `the ledger leaps from ${said(at)} to ${said(later)}, ${Math.floor((later - at) / dayMs)} days, and that was ${later === now ? "just now" : `${Math.floor((now - later) / dayMs)} days ago`} by this clock`;
    if (at < now - settledMs) return null;
    later = Math.min(later, at);
  }
  return null;
};

const said = (at: number): string => new Date(at).toISOString();
