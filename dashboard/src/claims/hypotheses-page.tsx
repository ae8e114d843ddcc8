import { formatCount, formatPlural } from "../../../src/report/wording/format-number.ts";
import type { ResultOf } from "../api/api-types.ts";
import { useApi } from "../api/use-api.ts";
import { When } from "../acting/when.tsx";
import { hypothesisAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { ChoiceFilter, Filters, ModelFilter } from "../lists/filters.tsx";
import { Pager } from "../lists/pager.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { Empty } from "../states/empty.tsx";
import { verdictChoices } from "../runs/verdict-choices.ts";
import { Shown } from "../states/shown.tsx";
import { LookBar } from "./look-bar.tsx";
import { lookSentence, lookShort } from "./look-words.ts";

type Listed = ResultOf<"get", "/api/v1/hypotheses">["items"][number];

const Row = ({ claim: { model, name, claim, look } }: { claim: Listed }) => {
  const [seen, promised] = look === null ? ["", ""] : lookShort(look);
  return (
    <li className="claim">
      {look === null ? <span className="soft">never looked at</span> : <VerdictMark verdict={look.verdict} />}
      <span className="claim-what"><a className="name" href={hypothesisAddress(model, name)}><bdi>{claim}</bdi></a><span className="statement"><bdi>{model}</bdi>{look !== null && <> in <bdi>{look.environment}</bdi> · <bdi>{look.metric}</bdi></>}</span></span>
      <span className="claim-bar">{look !== null && <LookBar look={look} label={lookSentence(look)} />}</span>
      <span className="finding-effect">{seen}<small>{promised}</small></span>
      <span className="claim-since">{look !== null && (look.since === null ? <small>looked at <When at={look.at} as="ago" /></small> : <><strong>since <When at={look.since} as="day" /></strong><small>looked at <When at={look.at} as="ago" /></small></>)}</span>
    </li>
  );
};

const asVerdict = (text: string | null): "pass" | "warn" | "fail" | "inconclusive" | "error" | null => (text === "pass" || text === "warn" || text === "fail" || text === "inconclusive" || text === "error" ? text : null);

/* Only where all of them are in sight. */
const leadOf = ({ items, next }: ResultOf<"get", "/api/v1/hypotheses">): string | null => {
  if (next !== null || items.length === 0) return null;
  const of = (...verdicts: readonly string[]): number => items.filter(({ look }) => look !== null && verdicts.includes(look.verdict)).length;
  const [bad, untold] = [of("fail"), of("inconclusive", "error") + items.filter(({ look }) => look === null).length];
  const parts = [bad === 0 ? null : `${formatCount(bad)} of ${formatPlural(items.length, "promise")} ${bad === 1 ? "does" : "do"} not hold`, untold === 0 ? null : `${bad === 0 ? "Of" : "of"} ${formatCount(untold)}${bad === 0 ? ` of ${formatPlural(items.length, "promise")}` : ""} it cannot be told`].filter((part) => part !== null);
  return parts.length === 0 ? `${items.length === 1 ? "The one promise holds" : `All ${formatCount(items.length)} promises hold`}.` : `${parts.join("; ")}.`;
};

/** Every claim about production, worst first. */
export const HypothesesPage = ({ query }: PageProps) => {
  const claims = useApi("/api/v1/hypotheses", { query: { after: query.get("after"), model: query.get("model"), verdict: asVerdict(query.get("verdict")), limit: 50 } }, ["run", "hypothesis"]);
  const filtered = query.has("model") || query.has("verdict");
  const lead = claims.data === null || filtered || query.has("after") ? null : leadOf(claims.data);
  return (
    <Page title="Hypotheses" lead={lead === null ? "What was promised of production before anybody looked, and whether it holds." : <span className="lead-first">{lead}</span>}>
      <Filters label="Narrow the hypotheses">
        <ModelFilter />
        <ChoiceFilter name="verdict" label="Verdict" any="any verdict" choices={verdictChoices} />
      </Filters>
      <Shown of={claims} what="the hypotheses">{(page) => (page.items.length === 0
        ? (filtered ? <Empty title="No hypothesis like that">Take a filter away to see the others.</Empty> : <Empty title="Nothing was promised yet" command="lockstep validate">Write what production should keep under hypotheses in the manifest, before its data is looked at; then look.</Empty>)
        : (
          <>
            <div className="claims-head" aria-hidden="true"><span>Verdict</span><span>Claim</span><span>In its corridor</span><span>Production</span><span>Since</span></div>
            <ol className="claims">{page.items.map((claim) => <Row key={`${claim.model}/${claim.name}`} claim={claim} />)}</ol>
            <Pager page={page} things="hypotheses" />
          </>
        ))}</Shown>
    </Page>
  );
};
