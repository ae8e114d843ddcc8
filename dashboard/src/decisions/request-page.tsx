import type { ChangeRequest, RequestEvent } from "../../../src/core/domain/change-request.ts";
import { Person } from "../acting/person.tsx";
import { Said } from "../acting/said.tsx";
import { When } from "../acting/when.tsx";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Section } from "../parts/section.tsx";
import { Shown } from "../states/shown.tsx";
import { functionWords } from "./functions.ts";
import type { PolicyInForce } from "./may-approve.ts";
import { RequestActs } from "./request-acts.tsx";
import { RequestEvidence } from "./request-evidence.tsx";
import { RequestStanding } from "./request-standing.tsx";
import { subjectKinds, subjectSentence } from "./subject-words.ts";
import { WhoSaysYes } from "./who-says-yes.tsx";

const signs: Readonly<Record<RequestEvent["kind"], readonly [sign: string, weight: string, words: string]>> = {
  asked: ["?", "person", "asked"], approved: ["✓", "good", "said yes"], refused: ["✗", "bad", "said no"], withdrawn: ["↩", "quiet", "took it back"], enacted: ["⚙", "good", "carried it out"],
};

const History = ({ events }: Pick<ChangeRequest, "events">) => (
  <ol className="timeline">{events.map((event, index) => {
    const [sign, weight, words] = signs[event.kind];
    const said = event.kind === "asked" ? event.reason : event.kind === "enacted" ? event.what : event.note;
    return <li key={index} className={`event event-${weight}`}><When at={event.at} /><span className="event-sign" aria-hidden="true">{sign}</span><div className="event-body"><p className="event-line"><Person name={event.by} /> {words}{event.kind === "approved" && event.as !== null && <> for {functionWords[event.as]}</>}</p>{said !== null && said !== "" && <p className="event-said" dir="auto">{said}</p>}</div></li>;
  })}</ol>
);

const Body = ({ request, policy, changed }: { request: ChangeRequest; policy: PolicyInForce | null; changed: () => void }) => (
  <>
    <div className="case-head">
      <p className="case-standing"><RequestStanding status={request.status} /><span className="soft">asked by <Person name={request.askedBy} />, <When at={request.askedAt} as="ago" />{request.status === "open" && <>; expires <When at={request.expiresAt} as="ago" /></>}</span></p>
      <p className="claim-stands" dir="auto">“{request.reason}”</p>
      <RequestActs request={request} policy={policy} changed={changed} />
    </div>
    <Section id="evidence" title="What it rests on"><RequestEvidence request={request} /></Section>
    <Section id="who" title="Who says yes"><WhoSaysYes request={request} /></Section>
    <Section id="happened" title="What happened"><History events={request.events} /></Section>
  </>
);

/** One request with what it rests on, who must say yes, and the buttons for those who may. */
export const RequestPage = ({ params: { id = "" } }: PageProps) => {
  const request = useApi("/api/v1/requests/{id}", { params: { id } }, ["request"]);
  const policy = useApi("/api/v1/policy", {}, ["policy"]);
  const title = request.data === null ? id : subjectSentence(request.data.subject);
  return (
    <Page title={title} heading={<bdi>{title}</bdi>} above={<><a href="/decisions">Decisions</a> / {request.data === null ? id : <>{request.data.id}, {subjectKinds[request.data.subject.kind]}</>}</>}>
      <Said><Shown of={request} what="this request">{(each) => <Body request={each} policy={policy.data} changed={request.again} />}</Shown></Said>
    </Page>
  );
};
