import { amendmentWords, inUnit, segmentName } from "../../../src/report/validation/hypothesis-words.ts";
import { localMoment } from "../../../src/report/validation/local-time.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { HypothesisResult } from "../run-types.ts";

const firstRows = 10;

/** What was judged anew when labels came late, and what was changed of the claim since it was registered. */
export const ChangesPart = ({ id, result, asOf }: { id: string; result: HypothesisResult; asOf: string }) => {
  const { restated, registeredAt, version, hypothesis: { timeZone } } = result;
  const amended = amendmentWords(result);
  return (
    <section className="part" id={id} aria-label="Registration and restatements">
      <h3>Registration</h3>
      <p>{registeredAt === null ? "Not registered: what is written down after the data proves less." : `Registered on ${localMoment(registeredAt, timeZone)}; version ${version} was judged.`}{registeredAt !== null && Date.parse(registeredAt) > Date.parse(asOf) && " All that was judged had happened by then: it could be seen before the claim was written."}{amended.length === 0 && registeredAt !== null ? " Never amended." : ""}</p>
      {amended.length > 0 && <ul className="reasons">{amended.map((words) => <li key={words} dir="auto">{words.charAt(0).toUpperCase()}{words.slice(1)}.</li>)}</ul>}
      {restated.length > 0 && (
        <More rows={restated} first={firstRows} render={(some) => (
          <DataTable caption="Windows that were judged before, and whose numbers have changed since" rows={some} columns={[
            { title: "window", cell: ({ window, segment }) => <span className="nowrap">{window}{segment !== null && <small className="besides"><bdi>{segmentName({ segment })}</bdi></small>}</span> },
            { title: "then", cell: ({ before }) => <><VerdictMark verdict={before.verdict} /> <span className="nowrap">{inUnit(before.estimate, result.unit)}</span></> }, { title: "now", cell: ({ after }) => <><VerdictMark verdict={after.verdict} /> <span className="nowrap">{inUnit(after.estimate, result.unit)}</span></> },
            { title: "why", cell: ({ why }) => <span dir="auto">{why}</span> }, { title: "judged by", cell: ({ run }) => <bdi className="value">{run}</bdi> },
          ]} />
        )} />
      )}
    </section>
  );
};
