import { When } from "../acting/when.tsx";
import { alarmWords } from "./alarm-words.ts";
import type { WholeIncident } from "./incident-acts.tsx";

/** That the same has happened before: incidents about the same subject, and when this one was taken up again. Null where it is the first time. */
export const BeforePart = ({ incident: { before, events } }: { incident: Pick<WholeIncident, "before" | "events"> }) => {
  const again = events.filter(({ kind }) => kind === "reopened");
  if (before.length === 0 && again.length === 0) return null;
  return (
    <ul className="before-incidents">
      {again.map(({ at }, index) => <li key={`again ${String(index)}`}>Opened again <When at={at} as="day" />, within days of its end.</li>)}
      {before.map(({ id, openedAt, closedAt, alarm }) => <li key={id}><a href={`/incidents/${id}`}>{id}</a>, <When at={openedAt} as="day" />{closedAt === null ? ", stands still" : <> to <When at={closedAt} as="day" /></>}{alarm !== null && <span className="soft">; {alarmWords[alarm]}</span>}</li>)}
    </ul>
  );
};
