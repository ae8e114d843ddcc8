import { When } from "../acting/when.tsx";
import { useApi } from "../api/use-api.ts";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { Shown } from "../states/shown.tsx";

/** What a waiver is for in the newest runs: whoever accepted a pattern sees what it has come to hold. */
export const CoveredFindings = ({ waiver }: { waiver: string }) => {
  const covered = useApi("/api/v1/waivers/{id}/findings", { params: { id: waiver } }, ["run"]);
  return (
    <Shown of={covered} what="what it covers">{({ items, more }) => (items.length === 0 ? <p className="soft">Nothing in the newest runs: it is not needed now.</p> : (
      <>
        <ul className="covered">{items.map(({ run, finding, verdict, environment, startedAt }) => <li key={`${run} ${finding}`}><VerdictMark verdict={verdict} /><span><a className="name" href={`/runs/${run}`}><bdi>{finding}</bdi></a> <span className="soft">in <bdi>{environment}</bdi>, <When at={startedAt} as="day" /></span></span></li>)}</ul>
        {more && <p className="aside">There are more: it covers much.</p>}
      </>
    ))}</Shown>
  );
};
