import { Facts } from "../acting/facts.tsx";
import { Person } from "../acting/person.tsx";
import { Said } from "../acting/said.tsx";
import { When } from "../acting/when.tsx";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Section } from "../parts/section.tsx";
import { Shown } from "../states/shown.tsx";
import { ActionItems } from "./action-items.tsx";
import { alarmWords } from "./alarm-words.ts";
import { BeforePart } from "./before-part.tsx";
import { PostMortemSection } from "./post-mortem-section.tsx";
import type { WholeIncident } from "./incident-acts.tsx";

const writtenBy = ({ events }: WholeIncident) => events.findLast((event) => event.kind === "post-mortem");

/** A post-mortem to read together and to print: what was learnt, the dates that matter, what came of it; without what nobody reads on paper. */
export const PostMortemPage = ({ params: { id = "" } }: PageProps) => {
  const incident = useApi("/api/v1/incidents/{id}", { params: { id } }, ["incident"]);
  const title = incident.data === null ? id : `Post-mortem: ${incident.data.title}`;
  return (
    <Page title={title} heading={<bdi>{title}</bdi>} above={<><a href="/incidents">Incidents</a> / <a href={`/incidents/${id}`}>{incident.data?.id ?? id}</a></>}>
      <Said><Shown of={incident} what="this incident">{(whole) => {
        const written = writtenBy(whole);
        const seen = whole.events.find(({ kind }) => kind === "acknowledged");
        return (
          <div className="post-mortem-page">
            <Facts rows={[
              ["Incident", <>{whole.id}, {whole.severity}, {whole.status}</>], ["About", <bdi key="s">{whole.subject}</bdi>], ["Began", whole.since === null ? null : <When key="b" at={whole.since} />], ["Found", <When key="f" at={whole.openedAt} />],
              ["Known to somebody", seen?.kind === "acknowledged" ? <><When at={seen.at} />, <Person name={seen.by} /></> : null], ["Over", whole.closedAt === null ? "not yet" : <When key="o" at={whole.closedAt} />],
              ["Owner", whole.owner === null ? null : <Person key="w" name={whole.owner.name} />], ["People said", whole.alarm === null ? null : alarmWords[whole.alarm]], ["Written by", written?.kind === "post-mortem" ? <><Person name={written.by} />, <When at={written.at} as="day" /></> : null],
              ["Before", whole.before.length === 0 && !whole.events.some(({ kind }) => kind === "reopened") ? null : <BeforePart key="r" incident={whole} />],
            ]} />
            <Section id="post-mortem" title="What was learnt"><PostMortemSection incident={whole} changed={incident.again} whole /></Section>
            <Section id="actions" title="What is done about it">{whole.actions.length === 0 ? <p className="soft">Nothing was agreed to be done.</p> : <ActionItems actions={whole.actions} closing={() => null} />}</Section>
            <p className="acts no-print"><button type="button" className="act act-plain" onClick={() => print()}>Print it</button></p>
          </div>
        );
      }}</Shown></Said>
    </Page>
  );
};
