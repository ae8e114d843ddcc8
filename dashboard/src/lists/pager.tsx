import { formatCount } from "../../../src/report/wording/format-number.ts";
import { useAddress, withQuery } from "../frame/address.ts";

/** Which part of a list is in sight, and the links to the next and back to the first; pages are addresses. `list`: its name among the lists of its page, where there are several. */
export const Pager = ({ page: { items, next, total }, things, list }: { page: { readonly items: readonly unknown[]; readonly next: string | null; readonly total: number | null }; things: string; list?: string }) => {
  const address = useAddress();
  const [start, place] = list === undefined ? ["from", "after"] as const : [`${list}-from`, `${list}-after`] as const;
  const from = Math.max(1, Number(address.query.get(start) ?? 1) || 1);
  const last = from + items.length - 1;
  if (items.length === 0 || (from === 1 && next === null && items.length < 8)) return null;
  return (
    <nav className="pager" aria-label={`Pages of ${things}`}>
      <span className="soft">{formatCount(from)}–{formatCount(last)}{total === null ? "" : ` of ${formatCount(total)}`} {things}</span>
      {address.query.has(place) && <a href={withQuery(address, { [place]: null, [start]: null })}>First page</a>}
      {next !== null && <a rel="next" href={withQuery(address, { [place]: next, [start]: String(last + 1) })}>Next page</a>}
    </nav>
  );
};
