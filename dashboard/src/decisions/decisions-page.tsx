import type { ChangeRequest } from "../../../src/core/domain/change-request.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { ForThose } from "../acting/for-those.tsx";
import { Said } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { Folded } from "../parts/folded.tsx";
import { Section } from "../parts/section.tsx";
import { Shown } from "../states/shown.tsx";
import { AskWaiver } from "./ask-waiver.tsx";
import { DecisionRows } from "./decision-rows.tsx";
import { mayApprove } from "./may-approve.ts";
import { OpenActions } from "./open-actions.tsx";
import { PolicyPart } from "./policy-part.tsx";
import { RequestRow } from "./request-row.tsx";
import { ReviewDone } from "./review-done.tsx";
import { ReviewRows } from "./review-rows.tsx";
import { WaiverRows } from "./waiver-rows.tsx";

const many = { query: { limit: 200 } } as const;

const Requests = ({ requests }: { requests: readonly ChangeRequest[] }) => <ol className="lines">{requests.map((request) => <RequestRow key={request.id} request={request} />)}</ol>;

/** What waits for people, what they accepted and decided, what is to be looked at, and the policy that they agreed on. */
export const DecisionsPage = () => {
  const me = useMe();
  const requests = useApi("/api/v1/requests", { query: { limit: 200 } }, ["request"]);
  const policy = useApi("/api/v1/policy", {}, ["policy"]);
  const waivers = useApi("/api/v1/waivers", many, ["waiver"]);
  const reviews = useApi("/api/v1/reviews", {}, ["review", "policy"]);
  const decisions = useApi("/api/v1/decisions", { query: { limit: 50 } }, ["decision"]);
  const mine = (request: ChangeRequest): boolean => me !== null && mayApprove(me, request, policy.data).may;
  return (
    <Page title="Decisions" lead="What waits for somebody’s yes, what was accepted for a time, what was decided and by whom.">
      <Said>
        <Section id="waiting" title="Waiting">
          <Shown of={requests} what="the requests">{({ items }) => {
            const open = items.filter(({ status }) => status === "open");
            const yours = open.filter(mine);
            const others = open.filter((request) => !mine(request));
            return (
              <>
                <h3>For you</h3>
                {yours.length === 0 ? <p className="soft">Nothing waits for you.</p> : <Requests requests={yours} />}
                {others.length > 0 && <><h3>For others</h3><Requests requests={others} /></>}
                <div className="acts"><ForThose scope="operate" todo="ask for a waiver"><AskWaiver /></ForThose></div>
                {items.length > open.length && <Folded className="more" summary={`${formatPlural(items.length - open.length, "request")} that ${items.length - open.length === 1 ? "is" : "are"} answered`}>{() => <Requests requests={items.filter(({ status }) => status !== "open")} />}</Folded>}
              </>
            );
          }}</Shown>
        </Section>
        <Section id="waivers" title="Waivers"><Shown of={waivers} what="the waivers">{({ items }) => (items.length === 0 ? <p className="soft">No failure is accepted: whatever fails counts.</p> : <WaiverRows waivers={items} />)}</Shown></Section>
        <Section id="reviews" title="Reviews"><Shown of={reviews} what="the reviews">{({ items }) => (items.length === 0 ? <p className="soft">No review was agreed. Write some under policy.reviews in the manifest.</p> : <ReviewRows reviews={items} doing={(review) => <ReviewDone review={review} changed={reviews.again} />} />)}</Shown></Section>
        <Section id="actions" title="To be done"><OpenActions /></Section>
        <Section id="decided" title="Decided"><Shown of={decisions} what="the decisions">{({ items }) => (items.length === 0 ? <p className="soft">Nobody has decided anything yet: what policy says holds.</p> : <DecisionRows decisions={items} />)}</Shown></Section>
        <Section id="policy" title="Policy in force"><Shown of={policy} what="the policy">{(each) => <PolicyPart policy={each} />}</Shown></Section>
      </Said>
    </Page>
  );
};
