import { DeliveryRows } from "../alerts/delivery-rows.tsx";
import { asSentence } from "../acting/as-sentence.ts";
import { Said } from "../acting/said.tsx";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Section } from "../parts/section.tsx";
import { Shown } from "../states/shown.tsx";
import { ActionsSection } from "./actions-section.tsx";
import { useHypothesisOf } from "./hypothesis-of.ts";
import { IncidentActs, type WholeIncident } from "./incident-acts.tsx";
import { changedMeanwhile, IncidentFacts } from "./incident-facts.tsx";
import { PostMortemSection } from "./post-mortem-section.tsx";
import { RemediesSection } from "./remedies-section.tsx";
import { SeverityWord } from "./severity-word.tsx";
import { StatusMark } from "./status-mark.tsx";
import { Timeline } from "./timeline.tsx";
import { WayBack } from "./way-back.tsx";

const Body = ({ incident, changed }: { incident: WholeIncident; changed: () => void }) => {
  const newest = useHypothesisOf(incident);
  const meanwhile = changedMeanwhile(newest.data);
  const opened = incident.events[0];
  return (
    <>
      <div className="case-head">
        <p className="case-standing"><StatusMark status={incident.status} /><SeverityWord severity={incident.severity} /></p>
        {opened?.kind === "opened" && opened.sentence !== "" && <p className="claim-stands" dir="auto">{asSentence(opened.sentence)}</p>}
        <IncidentActs incident={incident} changed={changed} />
      </div>
      <Section id="stands" title="How it stands"><IncidentFacts incident={incident} newest={newest.data} /></Section>
      {incident.wayBack.length > 0 && <Section id="way-back" title="The way back"><WayBack lines={incident.wayBack} /></Section>}
      {meanwhile.length > 0 && <Section id="meanwhile" title="What else changed"><ul className="reasons">{meanwhile.map((words) => <li key={words} dir="auto">{words}.</li>)}</ul></Section>}
      {incident.status !== "closed" && <Section id="remedies" title="Remedies"><RemediesSection incident={incident} changed={changed} /></Section>}
      <Section id="timeline" title="Timeline"><Timeline events={incident.events} /></Section>
      <Section id="actions" title="To be done"><ActionsSection incident={incident} changed={changed} /></Section>
      <Section id="post-mortem" title="Post-mortem"><PostMortemSection incident={incident} changed={changed} /></Section>
      <Section id="told" title="Who was told">{incident.alerts.length === 0 ? <p className="soft">Nobody: no channel is set up for it, or nothing was worth telling yet. <a href="/alerts">Channels</a></p> : <DeliveryRows deliveries={incident.alerts} retrying={() => null} />}</Section>
    </>
  );
};

/** One incident with all that happened, the way back, and what people can do about it. */
export const IncidentPage = ({ params: { id = "" } }: PageProps) => {
  const incident = useApi("/api/v1/incidents/{id}", { params: { id } }, ["incident", "alert", "remedy"]);
  const title = incident.data?.title ?? id;
  return (
    <Page title={title} heading={<bdi>{title}</bdi>} above={<><a href="/incidents">Incidents</a> / {incident.data?.id ?? id}</>}>
      <Said><Shown of={incident} what="this incident">{(whole) => <Body incident={whole} changed={incident.again} />}</Shown></Said>
    </Page>
  );
};
