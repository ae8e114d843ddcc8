/** A part of a list. `next` is handed back to get what follows; null at the end. Counting all of a long list costs more than a page of it, so `total` may be null. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total: number | null;
}
