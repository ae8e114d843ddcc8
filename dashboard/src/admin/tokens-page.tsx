import type { TokenRecord } from "../../../src/core/domain/access.ts";
import { formatCount } from "../../../src/report/wording/format-number.ts";
import { Act } from "../acting/act.tsx";
import { ForThose } from "../acting/for-those.tsx";
import { Person } from "../acting/person.tsx";
import { Said, useSay } from "../acting/said.tsx";
import { When } from "../acting/when.tsx";
import { send } from "../api/call.ts";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { Pager } from "../lists/pager.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Section } from "../parts/section.tsx";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import { IssueToken } from "./issue-token.tsx";
import { scopeWords, tokenStanding } from "./token-words.ts";

const Token = ({ token, changed }: { token: TokenRecord; changed: () => void }) => {
  const { id, name, scopes, models, createdAt, createdBy, expiresAt, lastUsedAt } = token;
  const say = useSay();
  const [sign, word, tone] = tokenStanding(token, Date.now());
  const revoke = async (): Promise<void> => {
    await send("delete", "/api/v1/tokens/{id}", { params: { id } });
    say(`${name} is revoked: it lets nobody in from now on.`);
    changed();
  };
  return (
    <li className="line">
      <span className={`standing delivery-${tone}`}><span className="verdict-sign" aria-hidden="true">{sign}</span>{word}</span>
      <span className="line-what"><bdi className="name">{name}</bdi><span className="statement">{scopes.map((scope) => scopeWords[scope]).join(", ")}; {models === null ? "all models" : models.join(", ")}</span></span>
      <span className="line-who">{lastUsedAt === null ? <span className="soft">never used</span> : <>used <When at={lastUsedAt} as="ago" /></>}<small>by <Person name={createdBy} />, <When at={createdAt} as="day" /></small></span>
      <span className="line-when">{word !== "in use" ? null : expiresAt === null ? <span className="soft">never ends</span> : <>ends <When at={expiresAt} as="ago" /></>}
        {word === "in use" && <div><Act name="Revoke" title={`Revoke ${name}?`} explains={<p>Whatever uses it is refused from then on. This cannot be taken back; issue another one instead.</p>} fields={[]} submit="Revoke it" weight="grave" send={revoke} /></div>}
      </span>
    </li>
  );
};

/** Tokens of machines: what each may do, when it was last used, and the way to take it away. */
export const TokensPage = ({ query }: PageProps) => {
  const tokens = useApi("/api/v1/tokens", { query: { after: query.get("after"), limit: 50 } }, ["token"]);
  return (
    <Page title="Tokens" above={<>Tokens · <a href="/admin/holds">Legal holds</a></>} lead="How machines come in: CI that pushes runs, controllers that ask for a verdict, shippers of logs.">
      <Said>
        <Section id="issue" title="New"><ForThose scope="administer" todo="issue or revoke tokens"><IssueToken issued={tokens.again} /></ForThose></Section>
        <Section id="tokens" title="Tokens">
          <Shown of={tokens} what="the tokens">{(page) => (page.items.length === 0
            ? <Empty title="There is no token yet">Nothing but people can reach this server. Issue one for whatever pushes runs to it.</Empty>
            : <><ol className="lines" aria-label={`${formatCount(page.total ?? page.items.length)} tokens`}>{page.items.map((token) => <Token key={token.id} token={token} changed={tokens.again} />)}</ol><Pager page={page} things="tokens" /></>)}</Shown>
        </Section>
      </Said>
    </Page>
  );
};
