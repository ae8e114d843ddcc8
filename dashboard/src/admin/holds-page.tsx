import type { Hold } from "../../../src/core/domain/hold.ts";
import { formatDay } from "../../../src/report/wording/format-number.ts";
import { Act, type Values } from "../acting/act.tsx";
import { ForThose } from "../acting/for-those.tsx";
import { Person } from "../acting/person.tsx";
import { Said, useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";
import { When } from "../acting/when.tsx";
import { send } from "../api/call.ts";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { Pager } from "../lists/pager.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Section } from "../parts/section.tsx";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import { RetentionPart } from "./retention-part.tsx";

const orNull = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text);

const rangeWords = ({ from, to }: Pick<Hold, "from" | "to">): string =>
  from === null ? (to === null ? "of all time" : `before ${formatDay(to)}`) : to === null ? `from ${formatDay(from)} on` : `from ${formatDay(from)} until ${formatDay(to)}`;

const HeldRow = ({ hold, changed }: { hold: Hold; changed: () => void }) => {
  const { id, model, reason, status, placedAt, placedBy, releasedAt, releasedBy, request, singlePerson } = hold;
  const say = useSay();
  const mayRelease = useMe()?.scopes.includes("administer") === true;
  const release = async (values: Values): Promise<void> => {
    await send("post", "/api/v1/holds/{id}/release", { params: { id } }, { request: orNull(values["request"]), note: orNull(values["note"]) });
    say(`${id} is released: retention may take what it kept.`);
    changed();
  };
  return (
    <li className="line" id={id}>
      <span className={`standing ${status === "in-force" ? "waiver-held" : ""}`}><span className="verdict-sign" aria-hidden="true">{status === "in-force" ? "■" : "□"}</span>{status === "in-force" ? "in force" : "released"}</span>
      <span className="line-what"><span><span className="name">{model === null ? "Every model" : <bdi>{model}</bdi>}</span>, runs {rangeWords(hold)}</span><span className="statement" dir="auto">{reason}</span></span>
      <span className="line-who"><Person name={placedBy} />{releasedBy !== null && <small>released by <Person name={releasedBy} />{request !== null && <>, <a href={`/requests/${request}`}>{request}</a></>}{singlePerson && ", alone, as the policy lets one person"}</small>}</span>
      <span className="line-when"><When at={releasedAt ?? placedAt} as="ago" /><small>{id}</small>
        {status === "in-force" && mayRelease && <div><Act name="Release" title={`Release ${id}?`} explains={<p>What it kept may be taken away by retention afterwards. Where the policy asks for it, others must have approved first: name their request.</p>} fields={[{ name: "request", label: "Approved request", kind: "line", hint: "REQ-2026-0007; not needed where the policy lets one person." }, { name: "note", label: "Why", kind: "text" }]} submit="Release it" weight="grave" send={release} /></div>}
      </span>
    </li>
  );
};

/** What must be kept however old it is, and who said so. */
export const HoldsPage = ({ query }: PageProps) => {
  const holds = useApi("/api/v1/holds", { query: { after: query.get("after"), limit: 50 } }, ["hold"]);
  const place = async (values: Values): Promise<void> => {
    await send("post", "/api/v1/holds", {}, { model: orNull(values["model"]), from: orNull(values["from"]), to: orNull(values["to"]), reason: values["reason"] ?? "" });
    holds.again();
  };
  return (
    <Page title="Legal holds" above={<><a href="/admin/tokens">Tokens</a> · Legal holds</>} lead="What must be kept, however old it is, until somebody releases it. Everything else may be taken away when it is older than the policy keeps it; the ledger stays whole.">
      <Said>
        <Section id="place" title="New">
          <ForThose scope="administer" todo="place or release a hold">
            <div className="acts"><Act name="Place a hold" title="Place a legal hold" submit="Place it" weight="first" send={place} explains={<p>Holds are entered into the ledger with who placed them and why.</p>} fields={[
              { name: "reason", label: "Reason", kind: "text", required: true, hint: "The case, the request of an authority, whom to ask." }, { name: "model", label: "Model", kind: "line", hint: "Left empty: every model." },
              { name: "from", label: "Runs from", kind: "day" }, { name: "to", label: "Runs before", kind: "day", hint: "Left empty: without that end." },
            ]} /></div>
          </ForThose>
        </Section>
        <Section id="holds" title="Holds">
          <Shown of={holds} what="the holds">{(page) => (page.items.length === 0 ? <Empty title="Nothing is held">Retention follows the policy alone.</Empty>
            : <><ol className="lines">{page.items.map((hold) => <HeldRow key={hold.id} hold={hold} changed={holds.again} />)}</ol><Pager page={page} things="holds" /></>)}</Shown>
        </Section>
        <Section id="retention" title="Retention"><RetentionPart /></Section>
      </Said>
    </Page>
  );
};
