import { LockstepError } from "../core/errors/lockstep-error.ts";

/**
 * A page of a list that is short enough to be at hand as a whole: of those that fit, the ones that follow the item whose id is `after`, which need no longer fit itself: a request may be answered
 * while somebody turns the pages of open ones. LS707 for an item that is not in the list.
 */
export const listPage = <T extends { readonly id: string }>(all: readonly T[], { limit, after = null }: { readonly limit: number; readonly after?: string | null | undefined }, fits: (item: T) => boolean = () => true): { items: T[]; next: string | null; total: number } => {
  const at = after === null ? -1 : all.findIndex(({ id }) => id === after);
  if (at < 0 && after !== null) throw new LockstepError("LS707", { message: `the list has no item ${after.slice(0, 80)} to go on after`, place: "after", todo: "Begin again without after." });
  const rest = all.slice(at + 1).filter(fits);
  const items = rest.slice(0, limit);
  return { items, next: rest.length > limit ? (items.at(-1)?.id ?? null) : null, total: all.filter(fits).length };
};
