import type { Severity } from "../domain/verdict.ts";

/** How incidents are opened, escalated and closed. `after` in milliseconds. */
export interface IncidentPolicy {
  /** Looks in a row, with evidence and without a failure, before an incident closes by itself. */
  readonly closeAfter: number;
  /** A failure within this time after the end takes the old incident up again instead of opening another. */
  readonly reopenWithinMs: number;
  /** Whom an incident that nobody acknowledged goes to, and after how long, at severities that are not waited for. */
  readonly escalate: readonly { readonly afterMs: number; readonly to: string }[];
}

const dayMs = 864e5;

export const defaultIncidentPolicy: IncidentPolicy = {
  // One good look is as likely to be luck as recovery when looks are days; three are not.
  closeAfter: 3,
  // A week holds every day of the week once: what comes back within it is the same trouble on its next bad day.
  reopenWithinMs: 7 * dayMs,
  escalate: [],
};

/** How often the agreed time an incident of each severity waits before it goes to the next person; null: it never does. */
export const patience: Readonly<Record<Severity, number | null>> = { critical: 1, high: 1, medium: 2, low: 4, info: null };

/** A failure that goes on in the same way is told again after this long, so that the ledger says it lasted and does not fill. */
export const toldAgainMs = dayMs;
