import { formatCount } from "../../../src/report/wording/format-number.ts";
import { useAddress, withQuery } from "../frame/address.ts";

/** Which part of a list is in sight, and the links to the next and back to the first; pages are addresses. */
export const Pager = ({ page: { items, next, total }, things }: { page: { readonly items: readonly unknown[]; readonly next: string | null; readonly total: number | null }; things: string }) => {
  const address = useAddress();
  const from = Math.max(1, Number(address.query.get("from") ?? 1) || 1);
  const last = from + items.length - 1;
  if (items.length === 0 || (from === 1 && next === null && items.length < 8)) return null;
  return (
    <nav className="pager" aria-label={`Pages of ${things}`}>
      <span className="soft">{formatCount(from)}–{formatCount(last)}{total === null ? "" : ` of ${formatCount(total)}`} {things}</span>
      {address.query.has("after") && <a href={withQuery(address, { after: null, from: null })}>First page</a>}
      {next !== null && <a rel="next" href={withQuery(address, { after: next, from: String(last + 1) })}>Next page</a>}
    </nav>
  );
};
