import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { useApi } from "../api/use-api.ts";
import { useAddress } from "../frame/address.ts";
import { Pager } from "../lists/pager.tsx";
import { Folded } from "../parts/folded.tsx";
import { Shown } from "../states/shown.tsx";

/** Every version of the policy that came into force, newest first: who changed it, and each value before and after. */
export const PolicyVersions = () => {
  const after = useAddress().query.get("versions-after");
  const versions = useApi("/api/v1/policy/versions", { query: { after, limit: 20 } }, ["policy"]);
  return (
    <Shown of={versions} what="the versions of the policy">{(page) => (page.items.length === 0 ? <p className="soft">No policy was entered into the ledger yet; a running server does it when the manifest has one.</p> : (
      <>
        <ol className="lines">{page.items.map(({ id, version, project, author, at, before, difference, request }) => (
          <li key={id} id={`policy-${id}`} className="line">
            <span className="standing">Version {version}</span>
            <span className="line-what">{before === null ? <span className="statement">The first{project === null ? "" : <> of <bdi>{project}</bdi></>}.</span>
              : <span className="statement">After version {before}{project === null ? "" : <> of <bdi>{project}</bdi></>}.</span>}
              <Folded className="more" initiallyOpen={before !== null && difference.length <= 6} summary={formatPlural(difference.length, before === null ? "value" : "change")}>{() => <ul className="policy-difference">{difference.map((words) => <li key={words}><bdi className="value">{words}</bdi></li>)}</ul>}</Folded></span>
            <span className="line-who"><Person name={author} />{request !== null && <small>after <a href={`/requests/${request}`}>{request}</a></small>}</span>
            <span className="line-when"><When at={at} as="day" /></span>
          </li>
        ))}</ol>
        <Pager page={page} things="versions" list="versions" />
      </>
    ))}</Shown>
  );
};
