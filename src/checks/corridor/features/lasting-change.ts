/** One day of one feature: outside, inside, or not to be told (null). */
export interface ToldDay {
  readonly day: string;
  readonly out: boolean | null;
}

/** So many told days in a row must be out before a change is said to last: a weekend is two. */
const fewestDays = 3;

/**
 * The first day of a change that lasts until now: from it on every day that tells anything is out, and at least three do. `lately`: the newest told days are out,
 * but too few of them to say that it lasts; null where the newest told day is inside.
 */
export const lastingChange = (days: readonly ToldDay[]): { readonly since: string; readonly lasting: boolean } | null => {
  const told = days.filter(({ out }) => out !== null);
  let first = told.length;
  while (first > 0 && told[first - 1]?.out === true) first -= 1;
  const since = told[first]?.day;
  return since === undefined ? null : { since, lasting: told.length - first >= fewestDays };
};
