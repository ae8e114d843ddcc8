import { localMoment } from "../../../src/report/validation/local-time.ts";
import { missingDaysWords } from "../../../src/report/validation/series-counts.ts";
import { gapWords, sourcesOnce, sourceWords } from "../../../src/report/validation/source-words.ts";
import { DataTable } from "../parts/data-table.tsx";
import { SideSign } from "../parts/side-mark.tsx";
import type { Validation } from "../run-types.ts";

/** What was read of production and of the offline source, what was not, and which days the calendar names; before any number that was made of it. */
export const ReadSection = ({ validation }: { validation: Validation }) => {
  const { calendar, hypotheses } = validation;
  const zone = hypotheses[0]?.hypothesis.timeZone ?? "UTC";
  const shown = sourcesOnce(validation);
  const missing = missingDaysWords(validation);
  return (
    <>
      <dl className="facts">
        {shown.map((source) => {
          const [, ...words] = sourceWords(source).split(": ");
          const [first, last] = [source.coverage?.firstTs ?? null, source.coverage?.lastTs ?? null];
          return <div key={sourceWords(source)}><dt className="side-name"><SideSign side={source.role === "offline" ? "reference" : "candidate"} /><bdi>{source.name}</bdi></dt><dd dir="auto">{words.join(": ")}{first !== null && last !== null && <span className="soft"> ({localMoment(first, zone)} to {localMoment(last, zone)})</span>}</dd></div>;
        })}
        {gapWords(validation).map(({ words, bends }) => <div key={words} className={bends ? "heed" : undefined}><dt>{bends && <span className="heed-sign" aria-hidden="true">!</span>}{bends ? "Can bend" : "Not known"}</dt><dd dir="auto">{words}</dd></div>)}
        {missing !== null && <div className="heed"><dt><span className="heed-sign" aria-hidden="true">!</span>Missing</dt><dd>{missing}</dd></div>}
      </dl>
      {calendar.length > 0 && <DataTable caption="Calendar" rows={calendar} columns={[
        { title: "name", cell: ({ name }) => <bdi className="name">{name}</bdi> }, { title: "from", cell: ({ from }) => <span className="nowrap">{localMoment(from, zone)}</span> }, { title: "until before", cell: ({ to }) => <span className="nowrap">{localMoment(to, zone)}</span> }, { title: "treatment", cell: ({ treatment }) => (treatment === "exclude" ? "shown, not judged" : "judged, and named") }, { title: "reason", cell: ({ reason }) => <span dir="auto">{reason ?? ""}</span> },
      ]} />}
    </>
  );
};
