import type { ChangeRequest } from "../../../src/core/domain/change-request.ts";
import { formatCount, formatPlural } from "../../../src/report/wording/format-number.ts";
import { ForThose } from "../acting/for-those.tsx";
import { Said } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";
import { useApi } from "../api/use-api.ts";
import { useAddress } from "../frame/address.ts";
import { Page } from "../frame/page.tsx";
import { Pager } from "../lists/pager.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Folded } from "../parts/folded.tsx";
import { Section } from "../parts/section.tsx";
import { Shown } from "../states/shown.tsx";
import { AskWaiver } from "./ask-waiver.tsx";
import { DecisionRows } from "./decision-rows.tsx";
import { EndWaiver } from "./end-waiver.tsx";
import { mayApprove } from "./may-approve.ts";
import { OpenActions } from "./open-actions.tsx";
import { PolicyPart } from "./policy-part.tsx";
import { PolicyVersions } from "./policy-versions.tsx";
import { RequestRow } from "./request-row.tsx";
import { ReviewDone } from "./review-done.tsx";
import { ReviewRows } from "./review-rows.tsx";
import { WaiverRows } from "./waiver-rows.tsx";

const Requests = ({ requests }: { requests: readonly ChangeRequest[] }) => <ol className="lines">{requests.map((request) => <RequestRow key={request.id} request={request} />)}</ol>;

/* What was answered is asked for when somebody wants to see it. */
const Answered = () => {
  const requests = useApi("/api/v1/requests", { query: { status: "answered", after: useAddress().query.get("answered-after"), limit: 30 } }, ["request"]);
  return <Shown of={requests} what="the requests">{(page) => (page.items.length === 0 ? <p className="soft">None yet.</p> : <><Requests requests={page.items} /><Pager page={page} things="requests" list="answered" /></>)}</Shown>;
};

const Waivers = ({ inForce, list }: { inForce: boolean; list: string }) => {
  const waivers = useApi("/api/v1/waivers", { query: { inForce: String(inForce), order: inForce ? "ends" : "newest", after: useAddress().query.get(`${list}-after`), limit: 30 } }, ["waiver"]);
  return <Shown of={waivers} what="the waivers">{(page) => (page.items.length === 0 ? <p className="soft">{inForce ? "No failure is accepted: whatever fails counts." : "None is over."}</p> : <><WaiverRows waivers={page.items} ending={(waiver) => <EndWaiver waiver={waiver} changed={waivers.again} />} /><Pager page={page} things="waivers" list={list} /></>)}</Shown>;
};

/** What waits for people, what they accepted and decided, what is to be looked at, and the policy that they agreed on. */
export const DecisionsPage = ({ query }: PageProps) => {
  const me = useMe();
  const requests = useApi("/api/v1/requests", { query: { status: "open", after: query.get("open-after"), limit: 100 } }, ["request"]);
  const policy = useApi("/api/v1/policy", {}, ["policy"]);
  const reviews = useApi("/api/v1/reviews", {}, ["review", "policy"]);
  const decisions = useApi("/api/v1/decisions", { query: { after: query.get("decided-after"), limit: 30 } }, ["decision"]);
  const mine = (request: ChangeRequest): boolean => me !== null && mayApprove(me, request, policy.data).may;
  const mineCount = requests.data?.items.filter(mine).length ?? 0;
  const openCount = requests.data?.total ?? requests.data?.items.length ?? 0;
  const lead = requests.data === null || me === null ? null : openCount === 0 ? "Nothing waits for anybody’s yes." : `${mineCount === 0 ? "Nothing waits" : `${formatPlural(mineCount, "request")} ${mineCount === 1 ? "waits" : "wait"}`} for your yes${openCount === mineCount ? "" : `, ${formatCount(openCount - mineCount)} for somebody else’s`}.`;
  return (
    <Page title="Decisions" lead={lead === null ? "What waits for somebody’s yes, what was accepted for a time, what was decided and by whom." : <span className="lead-first">{lead}</span>}>
      <Said>
        <Section id="waiting" title="Waiting">
          <Shown of={requests} what="the requests">{(page) => {
            const yours = page.items.filter(mine);
            const others = page.items.filter((request) => !mine(request));
            return (
              <>
                <h3>For you</h3>
                {yours.length === 0 ? <p className="soft">Nothing waits for you.</p> : <Requests requests={yours} />}
                {others.length > 0 && <><h3>For others</h3><Requests requests={others} /></>}
                <Pager page={page} things="requests that wait" list="open" />
                <div className="acts"><ForThose scope="operate" todo="ask for a waiver"><AskWaiver /></ForThose></div>
              </>
            );
          }}</Shown>
          <Folded className="more" initiallyOpen={query.has("answered-after")} summary="Requests that are answered">{() => <Answered />}</Folded>
        </Section>
        <Section id="waivers" title="Waivers">
          <Waivers inForce list="waivers" />
          <Folded className="more" initiallyOpen={query.has("over-after")} summary="Waivers that are over: what they covered fails again">{() => <Waivers inForce={false} list="over" />}</Folded>
        </Section>
        <Section id="reviews" title="Reviews"><Shown of={reviews} what="the reviews">{({ items }) => (items.length === 0 ? <p className="soft">No review was agreed. Write some under policy.reviews in the manifest.</p> : <ReviewRows reviews={items} doing={(review) => <ReviewDone review={review} changed={reviews.again} />} />)}</Shown></Section>
        <Section id="actions" title="To be done"><OpenActions /></Section>
        <Section id="decided" title="Decided"><Shown of={decisions} what="the decisions">{(page) => (page.items.length === 0 ? <p className="soft">Nobody has decided anything yet: what policy says holds.</p> : <><DecisionRows decisions={page.items} /><Pager page={page} things="decisions" list="decided" /></>)}</Shown></Section>
        <Section id="policy" title="Policy in force"><Shown of={policy} what="the policy">{(each) => <PolicyPart policy={each} />}</Shown></Section>
        <Section id="versions" title="How it came about"><PolicyVersions /></Section>
      </Said>
    </Page>
  );
};
