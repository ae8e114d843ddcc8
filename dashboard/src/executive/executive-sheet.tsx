import type { Verdict } from "../../../src/core/domain/verdict.ts";
import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { formatCount, formatDay, formatNumber, formatPlural } from "../../../src/report/wording/format-number.ts";
import { modelAddress } from "../frame/addresses.ts";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { Person } from "../acting/person.tsx";
import type { ExecutiveModel } from "./executive-model.ts";
import { type Trend, trendLine, trendWords } from "./trend-words.ts";
import { type Waits, WaitsForWhom } from "./waits-for-whom.tsx";

/** So many fit one A4 sheet, with their sentences; the rest is a count. */
export const modelsOnASheet = 12;

const costWords = (cost: ExecutiveModel["cost"]): string => (cost.length === 0 ? "–" : cost.map(({ perDay, unit }) => `${formatNumber(perDay)} ${unit}`).join(" + "));

/** What all of it comes to a day, unit by unit: euros and hours are never added up. */
export const costOfAll = (models: readonly ExecutiveModel[]): ExecutiveModel["cost"] =>
  [...Map.groupBy(models.flatMap(({ cost }) => cost), ({ unit }) => unit)].map(([unit, each]) => ({ unit, perDay: each.reduce((sum, { perDay }) => sum + perDay, 0) }));

/** The whole in one sentence, the bad first; never well where something could not be told. */
export const executiveSentence = (models: readonly ExecutiveModel[], total: number): string => {
  const count = (...verdicts: Verdict[]): number => models.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const bad = count("fail");
  const untold = count("inconclusive", "error");
  const warned = count("warn");
  const all = total === 1 ? "The one model" : `All ${formatCount(total)} models`;
  if (models.length === 0) return "No model has been looked at yet.";
  if (bad === 0 && untold === 0) return `${all} ${total === 1 ? "does" : "do"} what was promised${warned === 0 ? "." : `, ${formatCount(warned)} with a warning.`}`;
  if (total === 1) return bad === 1 ? "The one model does not do what was promised." : "Of the one model it cannot be told whether it does what was promised.";
  const parts = [bad === 0 ? null : `${formatCount(bad)} of ${formatPlural(total, "model")} ${bad === 1 ? "does" : "do"} not do what was promised`, untold === 0 ? null : bad === 0 ? `Of ${formatCount(untold)} of ${formatPlural(total, "model")} it cannot be told` : `of ${formatCount(untold)} it cannot be told`];
  return `${parts.filter((part) => part !== null).join("; ")}.`;
};

/** Every model in one sentence, what is decided, what a day costs and what waits for whom; worst first, so that the sheet's end is what can wait. */
export const ExecutiveSheet = ({ models, at, total, trend, open }: { models: readonly ExecutiveModel[]; at: string; total: number; /** Null while it is not known. */ trend: Trend | null; /** What is open: by whoever has it, by what needs an approval, and what nobody has. */ open: Waits }) => {
  const shown = models.slice(0, modelsOnASheet);
  const rest = models.slice(modelsOnASheet);
  const well = rest.filter(({ verdict }) => verdict === "pass").length + Math.max(0, total - models.length);
  const cost = costOfAll(models);
  return (
    <div className="sheet">
      <dl className="figures sheet-figures">
        <div><dt>As promised</dt><dd className="big">{formatCount(models.filter(({ verdict }) => verdict === "pass" || verdict === "warn").length + Math.max(0, total - models.length))} of {formatCount(total)}</dd></div>
        <div><dt>A day as it stands costs</dt><dd className="big">{cost.length === 0 ? "nothing known" : costWords(cost)}</dd></div>
        <div><dt>Since a week ago</dt><dd className="big">{trend === null ? "…" : trendWords(trend)}</dd></div>
        <div><dt>Waiting for somebody</dt><dd className="big">{formatCount(open.untaken + open.approvals + open.owners.length)}</dd></div>
      </dl>
      {trend !== null && trendLine(trend) !== null && <p className="sheet-trend" dir="auto">{trendLine(trend)}</p>}
      <WaitsForWhom {...open} />
      <table className="sheet-table">
        <caption className="unseen">Every model, worst first</caption>
        <thead><tr><th scope="col">Model</th><th scope="col">In one sentence</th><th scope="col">Decided</th><th scope="col" className="number">A day costs</th><th scope="col">Waits for</th></tr></thead>
        <tbody>{shown.map(({ model, environment, verdict, sentence, since, decision, cost: each, waits }) => (
          <tr key={`${model}/${environment}`}>
            <th scope="row"><a className="name" href={modelAddress(model)}><bdi>{model}</bdi></a><small><bdi>{environment}</bdi></small><VerdictMark verdict={verdict} /></th>
            <td data-is="In one sentence"><span className="sheet-sentence" dir="auto">{sentence}</span>{since !== null && <small> Seen since {formatDay(since)}.</small>}</td>
            <td data-is="Decided">{decisionWords[decision]}</td>
            <td data-is="A day costs" className="number">{costWords(each)}</td>
            <td data-is="Waits for">{waits === null ? <span className="soft">nobody</span> : <>{waits.who === null ? <em className="nobody">nobody has it</em> : <Person name={waits.who} />}<small><a href={waits.href}>{waits.what}</a></small></>}</td>
          </tr>
        ))}</tbody>
      </table>
      {total > shown.length && <p className="sheet-rest">{formatPlural(total - shown.length, "more model")}{well === total - shown.length ? `, all of them as promised` : `: ${formatCount(well)} as promised, ${formatCount(total - shown.length - well)} not or not surely`}. <a href="/">All of them</a></p>}
      <p className="sheet-foot">As known on {formatDay(at)}. As promised: production lies where the offline estimates and agreed tolerances put it. Never counted as such: what could not be told.</p>
    </div>
  );
};
