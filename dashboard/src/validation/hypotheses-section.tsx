import { corridorWords, inUnit, valueWords } from "../../../src/report/validation/hypothesis-words.ts";
import { localMoment } from "../../../src/report/validation/local-time.ts";
import { shownVerdict } from "../../../src/report/validation/order-hypotheses.ts";
import { outsideCorridor, toldEstimate } from "../../../src/report/validation/outside-corridor.ts";
import { formatNumber, formatPlural } from "../../../src/report/wording/format-number.ts";
import { modeMark } from "../../../src/report/wording/mode-words.ts";
import { CorridorBar, MarginAxis, reachOfMargins } from "../charts/corridor-bar.tsx";
import { Term } from "../parts/term.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { HypothesisResult, Validation } from "../run-types.ts";

const Row = ({ result, id, reach }: { result: HypothesisResult; id: string; reach: number }) => {
  const { overall, hypothesis: { claim, mode, timeZone, window, owner }, segments, refused } = result;
  const outside = overall === null ? null : outsideCorridor(result, overall);
  const failing = segments.filter(({ verdict }) => verdict === "fail").length;
  const { interval } = overall === null ? { interval: null } : toldEstimate(overall);
  const since = overall?.since ?? null;
  const short = overall === null ? "" : inUnit(toldEstimate(overall).estimate, result.unit);
  return (
    <li className="claim">
      <VerdictMark verdict={shownVerdict(result)} />
      <span className="claim-what"><a className="name" href={`#${id}`}><bdi>{claim}</bdi></a>{modeMark[mode] !== null && <> <span className="mark">{modeMark[mode]}</span></>}<span className="statement"><bdi>{result.metric}</bdi>{owner !== null && <> · <bdi>{owner.name}</bdi></>}</span></span>
      <span className="claim-bar">{overall === null ? <span className="soft">{refused === null ? "nothing was judged" : "refused"}</span> : <CorridorBar result={result} judgement={overall} reach={reach} />}</span>
      <span className="finding-effect" title={overall === null ? undefined : valueWords({ estimate: toldEstimate(overall).estimate, interval }, result.unit)}>{short}<small>{overall === null ? "" : corridorWords(overall.corridor, result.unit)}</small></span>
      <span className="claim-since">{outside !== null && outside.margins !== null && <strong>{formatNumber(outside.margins)} margins {outside.side}</strong>}{since !== null && <small>since {localMoment(since, timeZone, window === "hour")}</small>}{segments.length > 0 && <small>{failing === 0 ? formatPlural(segments.length, "segment") : `${failing} of ${formatPlural(segments.length, "segment")} ${failing === 1 ? "fails" : "fail"}`}</small>}</span>
    </li>
  );
};

/** Every hypothesis in a line, worst first: its claim, where production lies in its corridor, since when and how far it is outside. */
export const HypothesesSection = ({ validation: { hypotheses }, ids }: { validation: Validation; ids: readonly string[] }) => {
  if (hypotheses.length === 0) return <p>No hypothesis was registered for this model, so nothing was judged. Write one under <code>hypotheses</code> in the manifest.</p>;
  const reach = reachOfMargins(hypotheses.flatMap((result) => (result.overall === null ? [] : [{ result, judgement: result.overall }])));
  return (
    <>
      <p className="aside">The shaded band is the <Term name="corridor">corridor</Term>, its middle what was promised. A dot is what production showed, a diamond what lies outside; the line is its <Term name="sequence">confidence sequence</Term>.</p>
      <div className="claims-head" aria-hidden="true"><span>verdict</span><span>claim</span><span><MarginAxis reach={reach} /></span><span>production</span><span /></div>
      <ol className="claims">{hypotheses.map((result, index) => <Row key={ids[index]} result={result} id={ids[index] ?? ""} reach={reach} />)}</ol>
    </>
  );
};
