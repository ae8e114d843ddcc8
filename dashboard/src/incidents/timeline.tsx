import type { Incident } from "../../../src/core/domain/incident.ts";
import { formatDay, formatPlural } from "../../../src/report/wording/format-number.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import { When } from "../acting/when.tsx";
import { eventTold } from "./event-words.tsx";
import { timelineOf, type TimelineEntry } from "./timeline-of.ts";

const looked = { pass: "well", warn: "well, with a warning", fail: "still failing", inconclusive: "nothing could be told", error: "could not be judged" } as const;

const Looks = ({ looks }: Extract<TimelineEntry, { readonly kind: "looks" }>) => {
  const newest = looks.at(-1) ?? looks[0];
  const verdict = newest.verdict;
  return (
    <>
      <p className="event-line">{looks.length === 1 ? <>A <a href={`/runs/${newest.run}`}>look</a>: {looked[verdict]}</> : <>{formatPlural(looks.length, "look")}, {looked[verdict]}, until {formatDay(newest.at)}</>}</p>
      <p className="event-said" dir="auto">{newest.sentence}</p>
      {looks.length > 1 && (
        <details className="more"><summary>Each of them</summary>
          <ol className="looks">{looks.map(({ at, run, sentence }) => <li key={run}><a href={`/runs/${run}`}><When at={at} /></a> <span className="soft" dir="auto">{sentence}</span></li>)}</ol>
        </details>
      )}
    </>
  );
};

/** All that happened, oldest first, as a page of a diary. */
export const Timeline = ({ events }: Pick<Incident, "events">) => (
  <ol className="timeline">
    {timelineOf(events).map((entry, index) => {
      if (entry.kind === "looks") {
        const [{ at, verdict }] = entry.looks;
        return <li key={index} className={`event verdict-${verdict} event-look`}><When at={at} /><span className="event-sign" aria-hidden="true">{verdictWords[verdict].symbol}</span><div className="event-body"><Looks {...entry} /></div></li>;
      }
      const { event } = entry;
      if (event.kind === "observed") return null;
      const { sign, weight, line, said } = eventTold(event);
      return <li key={index} className={`event event-${weight}`}><When at={event.at} /><span className="event-sign" aria-hidden="true">{sign}</span><div className="event-body"><p className="event-line">{line}</p>{said !== null && said !== "" && <p className="event-said" dir="auto">{said}</p>}</div></li>;
    })}
  </ol>
);
