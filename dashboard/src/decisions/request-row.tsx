import type { ChangeRequest } from "../../../src/core/domain/change-request.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { RequestStanding } from "./request-standing.tsx";
import { subjectKinds, subjectSentence } from "./subject-words.ts";

/** A request in a line: how it stands, what is asked for and why, by whom, until when. */
export const RequestRow = ({ request: { id, subject, reason, status, askedBy, askedAt, expiresAt, missing, singlePerson } }: { request: ChangeRequest }) => (
  <li className="line request-line">
    <RequestStanding status={status} />
    <span className="line-what"><span><a className="name" href={`/requests/${id}`}><bdi>{subjectSentence(subject)}</bdi></a> <span className="mark">{subjectKinds[subject.kind]}</span>{singlePerson && <> <span className="mark">one person alone</span></>}</span><span className="statement" dir="auto">{reason}</span>
      {status === "open" && missing.length > 0 && <span className="statement">Still needed: {missing.join(", ")}.</span>}</span>
    <span className="line-who"><Person name={askedBy} /><small>asked <When at={askedAt} as="ago" /></small></span>
    <span className="line-when">{status === "open" ? <>expires <When at={expiresAt} as="ago" /></> : null}<small>{id}</small></span>
  </li>
);
