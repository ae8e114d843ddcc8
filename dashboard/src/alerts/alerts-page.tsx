import { formatCount, formatPlural } from "../../../src/report/wording/format-number.ts";
import { ForThose } from "../acting/for-those.tsx";
import { Said } from "../acting/said.tsx";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { ChoiceFilter, Filters } from "../lists/filters.tsx";
import { Pager } from "../lists/pager.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Section } from "../parts/section.tsx";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import { ChannelRows } from "./channels-part.tsx";
import { DeliveryRows } from "./delivery-rows.tsx";
import { Retry } from "./retry.tsx";

const states = ["waiting", "delivered", "muted", "failed"] as const;

/** Who is told of incidents, and whether they were. */
export const AlertsPage = ({ query }: PageProps) => {
  const channels = useApi("/api/v1/alerts/channels", {}, ["alert"]);
  const status = states.find((each) => each === query.get("status")) ?? null;
  const deliveries = useApi("/api/v1/alerts", { query: { after: query.get("after"), status, channel: query.get("channel"), incident: query.get("incident"), limit: 50 } }, ["alert", "incident"]);
  const lost = channels.data?.items.reduce((sum, { failed }) => sum + failed, 0) ?? 0;
  const late = channels.data?.items.reduce((sum, { waiting }) => sum + waiting, 0) ?? 0;
  const lead = channels.data === null || channels.data.items.length === 0 ? null
    : lost === 0 && late === 0 ? "Everybody was told of everything: no message waits or failed."
      : `${[lost === 0 ? null : `${formatPlural(lost, "message")} did not arrive and ${lost === 1 ? "is" : "are"} tried no longer`, late === 0 ? null : `${lost === 0 ? formatPlural(late, "message") : formatCount(late)} still ${late === 1 ? "waits" : "wait"}`].filter((part) => part !== null).join("; ")}.`;
  const changed = (): void => {
    channels.again();
    deliveries.again();
  };
  return (
    <Page title="Alerts" lead={lead === null ? "Who is told when an incident opens, gets worse or closes, and whether it arrived." : <span className="lead-first">{lead}</span>}>
      <Said>
        <Section id="channels" title="Channels">
          <Shown of={channels} what="the channels">{({ items }) => (items.length === 0
            ? <Empty title="Nobody is told of anything">Name a channel under alerts in the manifest: Alertmanager, Slack, PagerDuty, mail or a signed webhook. Incidents stand here either way.</Empty>
            : <><ChannelRows channels={items} changed={changed} /><ForThose scope="operate" todo="test a channel or try a delivery again">{null}</ForThose></>)}</Shown>
        </Section>
        <Section id="deliveries" title="What was sent">
          <Filters label="Narrow the deliveries"><ChoiceFilter name="status" label="What became of it" any="anything" choices={[["failed", "✗ failed"], ["waiting", "… waiting"], ["delivered", "✓ delivered"], ["muted", "◌ muted"]]} /></Filters>
          <Shown of={deliveries} what="the deliveries">{(page) => (page.items.length === 0
            ? <Empty title={status === null ? "Nothing was sent yet" : "Nothing like that"}>{status === null ? "The first alert is sent when the first incident opens; a test can be sent before." : "Take the filter away to see the others."}</Empty>
            : <><DeliveryRows deliveries={page.items} retrying={(delivery) => <Retry delivery={delivery} changed={changed} />} /><Pager page={page} things="deliveries" /></>)}</Shown>
        </Section>
      </Said>
    </Page>
  );
};
