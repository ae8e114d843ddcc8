import { LockstepError } from "../core/errors/lockstep-error.ts";

/** A page of a list that is short enough to be at hand as a whole: what follows the item whose id is `after`. LS707 for one that is not in it. */
export const listPage = <T extends { readonly id: string }>(all: readonly T[], { limit, after }: { readonly limit: number; readonly after?: string | null | undefined }): { items: T[]; next: string | null; total: number } => {
  const at = after === undefined || after === null ? -1 : all.findIndex(({ id }) => id === after);
  if (at < 0 && after !== undefined && after !== null) throw new LockstepError("LS707", { message: `the list has no item ${after.slice(0, 80)} to go on after`, place: "after", todo: "Begin again without after." });
  const items = all.slice(at + 1, at + 1 + limit);
  return { items, next: at + 1 + limit < all.length ? (items.at(-1)?.id ?? null) : null, total: all.length };
};
