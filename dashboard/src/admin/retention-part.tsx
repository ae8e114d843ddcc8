import { useState } from "react";
import { formatCount, formatDay, formatPlural } from "../../../src/report/wording/format-number.ts";
import { useMe } from "../acting/use-me.ts";
import { When } from "../acting/when.tsx";
import { useApi } from "../api/use-api.ts";
import { useAddress } from "../frame/address.ts";
import { runAddress } from "../frame/addresses.ts";
import { Pager } from "../lists/pager.tsx";
import { Shown } from "../states/shown.tsx";

const dayWords = (keep: string): string => {
  const [, count = "", unit = ""] = /^(\d+)(d|h|w)$/.exec(keep) ?? [];
  const name = { d: "day", h: "hour", w: "week" }[unit];
  return name === undefined ? keep : formatPlural(Number(count), name);
};

/* Asked for when somebody wants to know: it looks at every run there is. */
const Preview = () => {
  const after = useAddress().query.get("old-after");
  const preview = useApi("/api/v1/retention/preview", { query: { after, limit: 50 } }, ["hold", "incident", "request", "baseline", "sign-off", "retention", "run"]);
  return (
    <Shown of={preview} what="what is old">{(page) => (
      <>
        <p role="status"><strong>{page.going === 0 ? "Nothing would go." : `${formatPlural(page.going, "run")} would go.`}</strong> {page.staying > 0 && <>{formatCount(page.staying)} as old {page.staying === 1 ? "stays" : "stay"}, as said beside {page.staying === 1 ? "it" : "them"}. </>}Old is what began before {formatDay(page.before)}. Nothing was changed.</p>
        {page.warning !== null && <p className="stood-in" dir="auto">{page.warning.charAt(0).toUpperCase()}{page.warning.slice(1)}.</p>}
        {page.items.length > 0 && <><ol className="lines">{page.items.map(({ id, model, environment, startedAt, stays }) => (
          <li key={id} className="line">
            <span className={`standing ${stays === null ? "waiver-over" : "waiver-held"}`}><span className="verdict-sign" aria-hidden="true">{stays === null ? "✗" : "■"}</span>{stays === null ? "would go" : "stays"}</span>
            <span className="line-what"><a className="name" href={runAddress(id)}><bdi>{id}</bdi></a>{stays !== null && <span className="statement" dir="auto">{stays.charAt(0).toUpperCase()}{stays.slice(1)}.</span>}</span>
            <span className="line-who">{model === null ? <span className="soft">no model</span> : <bdi>{model}</bdi>}<small><bdi>{environment}</bdi></small></span>
            <span className="line-when"><When at={startedAt} as="day" /></span>
          </li>
        ))}</ol><Pager page={page} things="old runs" list="old" /></>}
      </>
    )}</Shown>
  );
};

/** How long documents are kept, and what would be taken away now, before anything is. */
export const RetentionPart = () => {
  const policy = useApi("/api/v1/policy", {}, ["policy"]);
  const [looked, look] = useState(useAddress().query.has("old-after"));
  const may = useMe()?.scopes.includes("administer") === true;
  return (
    <>
      <Shown of={policy} what="how long documents are kept">{({ retention: { keep, agreed } }) => (agreed
        ? <p>Documents of runs are kept for <strong>{dayWords(keep)}</strong>, as the policy says (policy.retention.keep). A running server takes away what is older, every hour.</p>
        : <p>How long documents are kept was not agreed (policy.retention.keep), so nothing goes by itself. <code>lockstep retention apply</code> takes away what is older than {dayWords(keep)}.</p>)}</Shown>
      {may && (looked ? <Preview /> : <div className="acts"><button type="button" className="act act-plain" onClick={() => look(true)}>See what would go now</button></div>)}
    </>
  );
};
