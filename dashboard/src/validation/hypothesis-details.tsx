import { Fragment, useContext, useMemo, type ReactNode } from "react";
import { amendmentWords, costWords, forWhomWords, outsideWords, ownerWords, promisedWords, standsWords, toDoWords, warningWords } from "../../../src/report/validation/hypothesis-words.ts";
import { wallTime } from "../../../src/report/validation/local-time.ts";
import { shownVerdict } from "../../../src/report/validation/order-hypotheses.ts";
import { promisedOf } from "../../../src/report/validation/outside-corridor.ts";
import { unpackSeries } from "../../../src/report/validation/packed-series.ts";
import { maturityWords, notJudgedWords } from "../../../src/report/validation/series-counts.ts";
import { formatPlural, formatShare } from "../../../src/report/wording/format-number.ts";
import { modeMark } from "../../../src/report/wording/mode-words.ts";
import { CorridorChart } from "../charts/corridor-chart.tsx";
import { SequenceChart } from "../charts/sequence-chart.tsx";
import { BesideFinding, type BesideWhat } from "../parts/beside-finding.ts";
import { Folded } from "../parts/folded.tsx";
import { Term } from "../parts/term.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { HypothesisResult, SeriesJudgement, ShownHypothesis, Validation } from "../run-types.ts";
import { ChangesPart } from "./changes-part.tsx";
import { LabelsPart } from "./labels-part.tsx";
import { OfflinePart } from "./offline-part.tsx";
import { SegmentsPart } from "./segments-part.tsx";
import { WhyPart } from "./why-part.tsx";

const Facts = ({ rows }: { rows: readonly (readonly [ReactNode, ReactNode])[] }) => (
  <dl className="facts">{rows.flatMap(([name, value], index) => (value === null || value === "" ? [] : [<div key={index}><dt>{name}</dt><dd dir="auto">{value}</dd></div>]))}</dl>
);

const sentence = (text: string | null): string | null => (text === null || text === "" ? null : `${/^p\d/.test(text) ? text.charAt(0) : text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`);

const steps = { window: null, day: "Each mark is a day: there are more windows than can be told apart.", week: "Each mark is a week: there are more days than can be told apart.", span: "Each mark is a span of weeks: there are more weeks than can be told apart." } as const;

const Drawings = ({ result, overall, shown, validation }: { result: HypothesisResult; overall: SeriesJudgement; shown: NonNullable<ShownHypothesis["overall"]>; validation: Validation }) => {
  const { timeZone, window, model } = result.hypothesis;
  const drawn = useMemo(() => {
    const points = unpackSeries(shown);
    const wall = (text: string): number => wallTime(text, timeZone) ?? 0;
    const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.until ?? 1];
    return {
      points, span: [first, last] as const, onset: overall.since === null ? null : wall(overall.since),
      bands: validation.calendar.filter(({ models }) => models === null || models.includes(model)).map(({ name, from, to, treatment }) => ({ name, from: wall(from), to: wall(to), excluded: treatment === "exclude" })).filter(({ from, to }) => to > first && from < last),
      amendments: result.amendments.filter(({ version }) => version > 1).map(({ version, registeredAt }) => ({ at: wall(registeredAt), name: `v${version}` })).filter(({ at }) => at >= first && at <= last),
      looks: overall.history.map((look) => ({ ...look, at: wall(look.at) })),
    };
  }, [shown, overall, result, validation, timeZone, model]);
  const promised = promisedOf(result, overall);
  if (drawn.points.length === 0) return <p className="soft">There is no window yet to draw.</p>;
  return (
    <>
      {steps[shown.step] !== null && <p className="aside">{steps[shown.step]}</p>}
      <CorridorChart title={`${result.metric}, by ${shown.step === "window" ? window : shown.step === "span" ? "spans of weeks" : shown.step}`} description={`${standsWords(result, overall)}.${outsideWords(result, overall, validation.asOf) === null ? "" : ` ${String(outsideWords(result, overall, validation.asOf))}.`}`}
        points={drawn.points} corridor={overall.corridor} promised={promised} unit={result.unit} onset={drawn.onset} bands={drawn.bands} amendments={drawn.amendments} hours={window === "hour" && shown.step === "window"} />
      {drawn.bands.length > 0 && <p className="aside">Calendar: {drawn.bands.map(({ name, excluded }) => `${name} (${excluded ? "left out" : "noted"})`).join(", ")}.</p>}
      {drawn.looks.length > 1 && <SequenceChart title="Estimate so far, at each look" looks={drawn.looks} corridor={overall.corridor} unit={result.unit} span={drawn.span} />}
    </>
  );
};

/** Everything that is known of one hypothesis: what a reader needs in sentences, then drawings, segments, reasons, labels, changes and the offline estimate with all its numbers. */
export const HypothesisBody = ({ id, result, shown, validation }: { id: string; result: HypothesisResult; shown: ShownHypothesis; validation: Validation }) => {
  const { overall, refused } = result;
  const waiting = [shown.overall === null ? null : notJudgedWords(result, shown.overall.counts), maturityWords(result)].filter((part) => part !== null).join("; ");
  const bayes = overall?.bayes ?? null;
  return (
    <div className="hypothesis-body">
      <Facts rows={[
        ["Refused", refused === null ? null : <>{sentence(refused.message)} <span className="soft">({refused.code})</span></>], ["Outside", overall === null ? null : sentence(outsideWords(result, overall, validation.asOf))],
        ["For whom", sentence(forWhomWords(result, result.segments, 3))], ["Why", result.explanations[0] === undefined ? null : sentence(result.explanations[0].sentence)], ["Costs", sentence(costWords(result))],
        ["To do", shownVerdict(result) === "pass" ? null : `${sentence(toDoWords(result)) ?? ""}`], ["Owner", ownerWords(result)],
        ["Reason", overall === null ? null : sentence(overall.reason)], ["Blind", sentence(overall?.blind ?? null)], ["Warning", warningWords(result).map((words) => sentence(words)).join(" ")], ["Waiting", sentence(waiting)],
        ["Amended", amendmentWords(result).length === 0 ? null : <a href={`#${id}-changes`}>{formatPlural(amendmentWords(result).length, "time")} since it was registered</a>], ["Promised", sentence(promisedWords(result))],
      ]} />
      {overall !== null && shown.overall !== null && <Drawings result={result} overall={overall} shown={shown.overall} validation={validation} />}
      {bayes !== null && <p className="aside"><Term name="bayes">As a probability</Term>: {formatShare(bayes.probabilityInside)} that it lies inside ({bayes.method}). For display; the verdict does not rest on it.</p>}
      {result.segments.length > 0 && <SegmentsPart result={result} shown={shown.segments} />}
      <WhyPart result={result} />
      <LabelsPart result={result} />
      <ChangesPart id={`${id}-changes`} result={result} asOf={validation.asOf} />
      <OfflinePart result={result} validation={validation} />
      <p className="aside"><a href={`#${id}`}>Link to this hypothesis</a></p>
    </div>
  );
};

/* The findings that a hypothesis made, by their ids: of all rows, and of each segment that fails. */
const findingsOf = ({ hypothesis: { id, mode }, overall, refused, segments }: HypothesisResult): BesideWhat[] => [
  { id: `hypothesis/${id}`, verdict: overall?.verdict ?? (refused === null ? "pass" : "inconclusive"), mode }, ...segments.flatMap(({ segment, verdict }): BesideWhat[] => (segment === null || verdict !== "fail" ? [] : [{ id: `hypothesis/${id}/${segment.column} = ${segment.value}`, verdict, mode, segment: `${segment.column} = ${segment.value}` }])),
];

/** One hypothesis of several: its claim and where it stands, the rest inside. */
export const HypothesisDetails = ({ id, result, shown, validation, open }: { id: string; result: HypothesisResult; shown: ShownHypothesis; validation: Validation; open: boolean }) => {
  const { overall, hypothesis, refused } = result;
  const beside = useContext(BesideFinding);
  const findings = findingsOf(result);
  return (
    <Folded id={id} className="hypothesis" initiallyOpen={open} summary={<><VerdictMark verdict={shownVerdict(result)} /><span className="claim-what"><bdi className="name">{hypothesis.claim}</bdi>{modeMark[hypothesis.mode] !== null && <> <span className="mark">{modeMark[hypothesis.mode]}</span></>}{findings[0] !== undefined && beside?.(findings[0], "mark")}<span className="statement" dir="auto">{overall === null ? sentence(refused?.message ?? "nothing was judged") : sentence(`${result.metric}: ${standsWords(result, overall)}`)}</span></span></>}>
      {() => (
        <>
          {beside !== null && <div className="acts">{findings.map((finding) => <Fragment key={finding.id}>{beside(finding, "more")}</Fragment>)}</div>}
          <HypothesisBody id={id} result={result} shown={shown} validation={validation} />
        </>
      )}
    </Folded>
  );
};
