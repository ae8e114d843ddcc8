import { useMemo } from "react";
import { ownerWords, standsWords } from "../../../src/report/validation/hypothesis-words.ts";
import { shownVerdict } from "../../../src/report/validation/order-hypotheses.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import type { ResultOf } from "../api/api-types.ts";
import { useApi } from "../api/use-api.ts";
import { When } from "../acting/when.tsx";
import { modelAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { Pager } from "../lists/pager.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Section } from "../parts/section.tsx";
import { GlossaryPopovers, GlossarySection } from "../parts/term.tsx";
import { RunKind } from "../run-kind.ts";
import type { Validation } from "../run-types.ts";
import { Shown } from "../states/shown.tsx";
import { HypothesisBody } from "../validation/hypothesis-details.tsx";
import { LooksPart } from "./looks-part.tsx";
import { shownHypothesis } from "./shown-hypothesis.ts";

type Answer = ResultOf<"get", "/api/v1/hypotheses/{model}/{name}">;

/* What the parts of a report ask of the look that this hypothesis was part of. */
const lookOf = ({ result, environment, asOf, family, calendar }: Answer): Validation => ({ model: result.hypothesis.model, environment, asOf, backfill: false, sources: [], hypotheses: [result], family, calendar, missingDays: [], features: [] });

const Newest = ({ answer }: { answer: Answer }) => {
  const { result, shown } = useMemo(() => shownHypothesis(answer.result), [answer]);
  const validation = useMemo(() => lookOf(answer), [answer]);
  const verdict = shownVerdict(result);
  return (
    <>
      <div className={`claim-head verdict-${verdict}`}>
        <p className="headline-verdict"><span className="headline-sign" aria-hidden="true">{verdictWords[verdict].symbol}</span>{verdictWords[verdict].word}</p>
        <p className="claim-stands" dir="auto">{result.overall === null ? (result.refused?.message ?? "Nothing was judged.") : `${result.metric}: ${standsWords(result, result.overall)}.`}</p>
        <p className="soft">As of <a href={`/runs/${answer.run}`}>the look of <When at={answer.at} /></a>. Owner: {ownerWords(result)}.</p>
      </div>
      <Section id="now" title="Now"><HypothesisBody id="hypothesis" result={result} shown={shown} validation={validation} /></Section>
    </>
  );
};

/** One claim with everything that is known of it, and what each look said under which words. */
export const HypothesisPage = ({ params: { model = "", name = "" }, query }: PageProps) => {
  const newest = useApi("/api/v1/hypotheses/{model}/{name}", { params: { model, name } }, ["run", "hypothesis"]);
  const history = useApi("/api/v1/hypotheses/{model}/{name}/history", { params: { model, name }, query: { after: query.get("after"), limit: 30 } }, ["run", "hypothesis"]);
  const claim = newest.data?.result.hypothesis.claim ?? name;
  return (
    <RunKind value="validate">
      <Page title={claim} heading={<bdi>{claim}</bdi>} above={<><a href={modelAddress(model)}><bdi>{model}</bdi></a> / <a href="/hypotheses">Hypotheses</a></>}>
        <Shown of={newest} what="this hypothesis">{(answer) => (
          <>
            <Newest answer={answer} />
            <Section id="looks" title="Look by look">
              <Shown of={history} what="the looks at it">{(page) => <><LooksPart looks={page.items} amendments={answer.result.amendments} whole={page.next === null && !query.has("after")} /><Pager page={page} things="looks" /></>}</Shown>
            </Section>
            <Section id="reading" title="How to read this"><GlossarySection /></Section>
          </>
        )}</Shown>
      </Page>
      <GlossaryPopovers />
    </RunKind>
  );
};
