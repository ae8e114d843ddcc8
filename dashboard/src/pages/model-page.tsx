import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { useApi } from "../api/use-api.ts";
import { environmentsAddress, runAddress, runsAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { Moment } from "../lists/moment.tsx";
import { WideSection } from "../lists/wide-section.tsx";
import { StatesTable, worstOf } from "../models/states-table.tsx";
import { Section } from "../parts/section.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { RunsTable } from "../runs/runs-table.tsx";
import { Shown } from "../states/shown.tsx";
import type { PageProps } from "./page-table.ts";

/** One model: how it stands in each environment, who answers for it, which versions were met, its newest runs. */
export const ModelPage = ({ params: { name = "" } }: PageProps) => {
  const model = useApi("/api/v1/models/{model}", { params: { model: name } }, ["run", "retention", "waiver"]);
  const [first] = model.data?.states ?? [];
  const worst = first === undefined ? undefined : worstOf(first);
  return (
    <Page title={name} heading={<bdi>{name}</bdi>} above={<><a href="/">Overview</a> / model</>} lead={model.data === null ? undefined : <>{worst !== undefined && <span className="lead-first lead-line" dir="auto">{worst.headline}</span>}<span className="model-lead"><VerdictMark verdict={model.data.verdict} />{model.data.since !== null && <span>first seen <Moment at={model.data.since} short /></span>}<span>{model.data.owner === null ? "no owner is named" : <>owned by <bdi>{model.data.owner.name}</bdi>{model.data.owner.contact !== undefined && <> (<bdi>{model.data.owner.contact}</bdi>)</>}</>}</span></span></>}>
      <Shown of={model} what={`the model ${name}`}>
        {({ states, versions, runs, owner }) => (
          <>
            <WideSection id="stands" title="How it stands"><StatesTable ofModel states={states.map((state) => ({ ...state, owner }))} caption="Its environments, worst first" /></WideSection>
            <Section id="more" title="Look closer">
              <ul className="ways">
                <li><a href={environmentsAddress(name)}>Its environments side by side</a>, and what changed since it was well</li>
                <li><a href={`/hypotheses?${new URLSearchParams({ model: name }).toString()}`}>Its hypotheses</a>: what was promised, and where production lies</li>
                <li><a href={`/findings?${new URLSearchParams({ model: name }).toString()}`}>Its findings</a> over all runs</li>
                <li><a href={`/incidents?${new URLSearchParams({ model: name }).toString()}`}>Its incidents</a></li>
              </ul>
            </Section>
            {versions.length > 0 && (
              <Section id="versions" title="Versions">
                <ListTable caption={`${formatPlural(versions.length, "version")}, as the newest runs met them`} rows={versions} idOf={({ version }) => version} columns={[
                  { title: "Version", plain: true, width: "12rem", cell: ({ version }) => <bdi className="name">{version}</bdi> },
                  { title: "Met in", cell: ({ environments }) => environments.map((each, at) => <span key={each}>{at > 0 && ", "}<bdi>{each}</bdi></span>) },
                  { title: "Last run", cell: ({ lastRun, lastAt }) => <><a href={runAddress(lastRun)}><Moment at={lastAt} short /></a><small>{lastRun}</small></> },
                ]} />
              </Section>
            )}
            <WideSection id="runs" title="Newest runs">
              <RunsTable ofModel runs={runs} caption="Its newest runs" />
              <p><a href={runsAddress({ model: name })}>All its runs</a></p>
            </WideSection>
          </>
        )}
      </Shown>
    </Page>
  );
};
