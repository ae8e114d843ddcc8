import { formatCount } from "../../../src/report/wording/format-number.ts";
import { Person } from "../acting/person.tsx";

/** Names fit one line of the sheet. */
const most = 6;

/** What is open, by what it waits for. */
export interface Waits {
  readonly untaken: number;
  readonly approvals: number;
  readonly owners: readonly string[];
}

/** What waits for whom, counted: what nobody has taken up, what needs an approval, and what lies with whom, whoever has most first. */
export const WaitsForWhom = ({ untaken, approvals, owners }: Waits) => {
  const people = [...Map.groupBy(owners, (who) => who)].map(([who, each]) => ({ who, count: each.length })).sort((a, b) => b.count - a.count || (a.who < b.who ? -1 : 1));
  const rest = people.slice(most).reduce((sum, { count }) => sum + count, 0);
  const named = [
    ...(approvals === 0 ? [] : [<span key="approvals">an approval: {formatCount(approvals)}</span>]), ...people.slice(0, most).map(({ who, count }) => <span key={`of ${who}`}><Person name={who} />: {formatCount(count)}</span>),
    ...(rest === 0 ? [] : [<span key="rest">others: {formatCount(rest)}</span>]),
  ];
  if (untaken === 0 && named.length === 0) return null;
  return (
    <p className="sheet-waits">{named.length > 0 && <><strong>Waits for</strong> {named.flatMap((each, index) => (index === 0 ? [each] : [", ", each]))}. </>}{untaken > 0 && <em className="nobody">Nobody has taken up {formatCount(untaken)}.</em>}</p>
  );
};
