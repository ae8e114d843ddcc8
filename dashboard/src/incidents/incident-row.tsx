import type { Incident } from "../../../src/core/domain/incident.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { SeverityWord } from "./severity-word.tsx";
import { StatusMark } from "./status-mark.tsx";

/** What a list tells of an incident. */
export type ListedIncident = Pick<Incident, "id" | "kind" | "status" | "severity" | "title" | "subject" | "owner" | "escalatedTo" | "openedAt" | "closedAt" | "since" | "alarm"> & { readonly recurrence: number };

/** An incident in a line: how it stands, how grave it is, what it is about, whose it is, since when. */
export const IncidentRow = ({ incident: { id, kind, status, severity, title, subject, owner, escalatedTo, openedAt, closedAt, since, recurrence } }: { incident: ListedIncident }) => (
  <li className="line incident-line">
    <span className="line-mark"><StatusMark status={status} /><SeverityWord severity={severity} /></span>
    <span className="line-what"><a className="name" href={`/incidents/${id}`}><bdi>{title}</bdi></a>{recurrence > 0 && <> <span className="mark">again, {recurrence === 1 ? "once before" : `${String(recurrence)} times before`}</span></>}<span className="statement"><bdi>{subject}</bdi>{kind === "review" && " · a review"} · <span className="nowrap">{id}</span></span></span>
    <span className="line-who">{owner === null ? <em className="nobody">nobody has it</em> : <Person name={owner.name} />}{escalatedTo !== null && <small>escalated to <Person name={escalatedTo} /></small>}</span>
    <span className="line-when">{closedAt === null ? <When at={openedAt} as="ago" /> : <>closed <When at={closedAt} as="ago" /></>}{since !== null && <small>began <When at={since} as="day" /></small>}</span>
  </li>
);
