import type { ReactNode } from "react";
import { localMoment } from "../../../src/report/validation/local-time.ts";
import { shownVerdict } from "../../../src/report/validation/order-hypotheses.ts";
import { formatCount, formatNumber, formatPlural, formatShare } from "../../../src/report/wording/format-number.ts";
import type { Validation } from "../run-types.ts";

const Figure = ({ label, value, children }: { label: string; value: ReactNode; children?: ReactNode }) => (
  <div><dt>{label}</dt><dd><span className="big">{value}</span>{children !== undefined && children !== null && <span className="under">{children}</span>}</dd></div>
);

/** A look at production in a handful of numbers. */
export const ValidationNumbers = ({ validation: { hypotheses, sources, asOf } }: { validation: Validation }) => {
  const segments = hypotheses.flatMap((result) => result.segments);
  const holding = (list: readonly { readonly verdict: string }[]): string => `${formatCount(list.filter(({ verdict }) => verdict === "pass").length)} of ${formatCount(list.length)}`;
  const untold = segments.filter(({ verdict }) => verdict === "inconclusive").length;
  const production = sources.find(({ role }) => role === "production");
  const units = Math.max(0, ...hypotheses.map(({ overall }) => overall?.units ?? 0));
  const unit = hypotheses.find(({ overall }) => overall?.units === units)?.overall?.unit ?? "week";
  const coverage = hypotheses.map(({ maturity }) => maturity?.coverage ?? null).filter((share) => share !== null);
  const cost = hypotheses.map((result) => result.cost).filter((each) => each !== null);
  const zone = hypotheses[0]?.hypothesis.timeZone ?? "UTC";
  return (
    <dl className="figures">
      <Figure label="Claims that hold" value={holding(hypotheses.map((result) => ({ verdict: shownVerdict(result) })))} />
      {segments.length > 0 && <Figure label="Segments that hold" value={holding(segments)}>{untold === 0 ? undefined : `${formatCount(untold)} cannot be told yet`}</Figure>}
      {production !== undefined && <Figure label="Predictions" value={formatCount(production.rows)}>until {localMoment(asOf, zone)}</Figure>}
      <Figure label="Evidence" value={formatPlural(units, unit)}>judged at most</Figure>
      {coverage.length > 0 && <Figure label="Labels" value={formatShare(Math.min(...coverage))}>of what is old enough</Figure>}
      {[...Map.groupBy(cost, (each) => each.unit)].map(([name, each]) => <Figure key={name} label="Cost so far" value={formatNumber(each.reduce((sum, { amount }) => sum + amount, 0))}>{name}, {formatPlural(Math.max(...each.map(({ days }) => days)), "day")} outside</Figure>)}
    </dl>
  );
};
