import type { HypothesisRecord } from "../domain/hypothesis.ts";
import { isJudged } from "./changed-fields.ts";
import { momentOf } from "./moment-of.ts";

/** What of a version tells whether it was written in time. */
export type WrittenVersion = Pick<HypothesisRecord, "content" | "changed" | "dataUntil"> & {
  /** When version 1 was registered; null where this is it. */
  readonly firstRegisteredAt: string | null;
};

/**
 * Whether data that this version judges were there to be seen when it was written. A first version judges from `since` on, or from its own registration, which no seen data
 * follow; an amendment also judges all that its predecessors were registered for, unless it changes nothing that is judged.
 */
export const isAfterTheFact = ({ content, changed, dataUntil, firstRegisteredAt }: WrittenVersion): boolean => {
  if (dataUntil === null) return false;
  if (firstRegisteredAt !== null && !changed.some(({ field }) => isJudged(field))) return false;
  const from = content.since === null ? firstRegisteredAt : content.since;
  const begins = from === null ? undefined : momentOf(from);
  return begins !== undefined && Date.parse(dataUntil) >= begins;
};
