import type { Review } from "../domain/review.ts";
import { readDuration } from "../quantities/read-duration.ts";
import type { Policy } from "./decide-by-policy.ts";

/** A review that somebody did. */
export interface ReviewDone {
  readonly name: string;
  readonly at: string;
  readonly by: string;
  readonly note: string;
}

const dayMs = 864e5;

/**
 * Every review that policy asks for, as it stands at a moment (ISO 8601), the one that is due first at the head. It falls due so long after it was last done; before it
 * ever was, so long after `from` (a day, UTC), or after `since`, when policy first asked for it. Whose turn it is goes round with every time it was done.
 */
export const reviewsDue = (reviews: Policy["reviews"], done: readonly ReviewDone[], { at, since }: { readonly at: string; readonly since: string | null }): Review[] =>
  Object.entries(reviews ?? {}).map(([name, { what, every, people, from }]): Review => {
    const own = done.filter((each) => each.name === name).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const last = own.at(-1) ?? null;
    const everyMs = readDuration(every) ?? dayMs;
    const begun = last?.at ?? from ?? since ?? at;
    const dueAt = new Date(Date.parse(begun) + everyMs).toISOString();
    return {
      name, what, everyDays: Math.max(1, Math.round(everyMs / dayMs)), people, dueAt, reviewer: people[own.length % people.length] ?? "", overdue: Date.parse(at) >= Date.parse(dueAt),
      last: last === null ? null : { at: last.at, by: last.by, note: last.note },
    };
  }).toSorted((a, b) => a.dueAt.localeCompare(b.dueAt) || a.name.localeCompare(b.name));
