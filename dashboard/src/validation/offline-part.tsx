import type { ReactNode } from "react";
import { corridorWords, distanceWords, inUnit, valueWords } from "../../../src/report/validation/hypothesis-words.ts";
import { localMoment } from "../../../src/report/validation/local-time.ts";
import { formatCount, formatNumber, formatPlural, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { Term } from "../parts/term.tsx";
import type { HypothesisResult, OfflineEstimate, Validation } from "../run-types.ts";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const kinds = { backtest: "backtest", folds: "folds of a cross-validation", simulation: "simulation", number: "a written number" } as const;

const Facts = ({ rows }: { rows: readonly (readonly [ReactNode, ReactNode])[] }) => (
  <dl className="facts">{rows.flatMap(([name, value], index) => (value === null ? [] : [<div key={index}><dt>{name}</dt><dd dir="auto">{value}</dd></div>]))}</dl>
);

const signed = (value: number, unit: string): string => `${value < 0 ? "−" : "+"}${distanceWords(Math.abs(value), unit)}`;

const Numbers = ({ offline, unit }: { offline: OfflineEstimate; unit: string }) => (
  <>
    <Facts rows={[
      ["Estimate", inUnit(offline.estimate, unit)], [<Term key="s" name="standardError" />, `${offline.standardError === 0 ? "0: a promise" : distanceWords(offline.standardError, unit)}${offline.degrees === null ? "" : `, ${formatNumber(offline.degrees)} degrees of freedom`}`], ["Made by", offline.method],
      ["Rests on", `${offline.n === 0 ? "no rows" : formatPlural(offline.n, offline.kind === "folds" ? "fold" : offline.kind === "simulation" ? "draw" : "row")}${offline.days === 0 ? "" : `, ${formatPlural(offline.days, "day")}`}${offline.firstDay === null || offline.lastDay === null ? "" : ` from ${localMoment(offline.firstDay, "UTC")} to ${localMoment(offline.lastDay, "UTC")}`}`],
      ["Source", <><bdi className="value">{offline.source}</bdi> <span className="soft">({kinds[offline.kind]})</span></>], [<Term key="d" name="digest" />, offline.digest === null ? null : <bdi className="value">{offline.digest}</bdi>],
      ["Between days", offline.betweenDays === null ? "not known: too few days" : `standard deviation ${distanceWords(offline.betweenDays, unit)}${offline.autocorrelation === null ? "" : `, neighbouring days ${formatNumber(offline.autocorrelation)} correlated`}`],
      ["One row", offline.varianceOfARow === null ? null : `variance ${formatNumber(offline.varianceOfARow)}`], ["Trust", offline.stale === null ? null : <strong>May not hold any longer: {offline.stale}</strong>],
    ]} />
    {offline.season.dayOfWeek !== null && <DataTable caption="What the days of a week add" rows={[offline.season.dayOfWeek]} columns={weekdays.map((name, index) => ({ title: name, numeric: true, cell: (season: readonly number[]) => signed(season[index] ?? 0, unit) }))} />}
  </>
);

const byHand = ({ overall, offline, hypothesis: { margin, aggregation, window }, unit }: HypothesisResult, { family }: Validation): string[] => {
  if (overall === null || offline === null) return [];
  const amount = (value: number): string => (margin.relative ? `${formatShare(value)} of the estimate` : distanceWords(value, unit));
  const sides = [margin.below === null ? null : `${amount(margin.below)} below`, margin.above === null ? null : `${amount(margin.above)} above`].filter((side) => side !== null);
  return [
    `Take the offline estimate, ${inUnit(offline.estimate, unit)}, and go ${sides.length === 0 ? "nowhere: no margin was agreed" : sides.join(" and ")}: the corridor is ${corridorWords(overall.corridor, unit)}.`,
    `Of each ${overall.unit === "event" ? "event" : overall.unit} that is mature and not left out, ${aggregation === "pooled" ? "add up numerators and denominators of its windows and divide" : "take the mean of its windows"}: ${formatPlural(overall.units, overall.unit)} of ${formatPlural(overall.rows, "row")}, ${formatCount(overall.labelled)} labelled.`,
    `Together they give ${valueWords(overall, unit)}${overall.interval === null ? "" : `, ${overall.interval.method}, ${formatShare(overall.interval.level)}`}. It holds at every look, however often one looks.`,
    `The evidence against the corridor is 1 to ${formatNumber(Math.exp(overall.logEValue))} (its logarithm ${formatNumber(overall.logEValue)}); of ${formatPlural(family.members, "claim")} at ${formatShare(family.alpha)} by ${family.method}, none fails below 1 to ${formatNumber(1 / family.alpha)}.`,
    `Every ${window} with its counts, and the estimate at each look, is in the run document: write it with -o run.json.`,
  ];
};

/** The offline estimate with all its numbers, and how the verdict comes of them by hand. */
export const OfflinePart = ({ result, validation }: { result: HypothesisResult; validation: Validation }) => {
  const { offline, reweighted, unit } = result;
  const steps = byHand(result, validation);
  return (
    <section className="part" aria-label="Offline estimate">
      <h3>What was promised</h3>
      {offline === null ? <p className="soft">There is no offline estimate.</p> : <Numbers offline={offline} unit={unit} />}
      {reweighted !== null && <><h4>The same for production’s mix</h4><Numbers offline={reweighted} unit={unit} /></>}
      {steps.length > 0 && <details className="by-hand"><summary>How to recompute it by hand</summary><ol className="actions">{steps.map((step) => <li key={step}>{step}</li>)}</ol></details>}
    </section>
  );
};
