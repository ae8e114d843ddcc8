import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { useApi } from "../api/use-api.ts";
import { useAddress } from "../frame/address.ts";
import { Pager } from "../lists/pager.tsx";
import { Shown } from "../states/shown.tsx";

/** What came of incidents and is still to be done, what is due first at the head. */
export const OpenActions = () => {
  const actions = useApi("/api/v1/actions", { query: { after: useAddress().query.get("actions-after"), limit: 30 } }, ["incident"]);
  return (
    <Shown of={actions} what="what is to be done">{(page) => (page.items.length === 0 ? <p className="soft">Nothing is left of any incident.</p> : (
      <><ol className="lines">{page.items.map(({ id, incident, title, owner, due, overdue, subject }) => (
        <li key={`${incident}/${id}`} className="line">
          <span className={`standing ${overdue ? "review-overdue" : ""}`}><span className="verdict-sign" aria-hidden="true">{overdue ? "!" : "☐"}</span>{overdue ? "overdue" : "open"}</span>
          <span className="line-what"><a className="name" href={`/incidents/${incident}#actions`}><bdi>{title}</bdi></a><span className="statement"><bdi>{subject}</bdi></span></span>
          <span className="line-who"><Person name={owner} /></span>
          <span className="line-when">{due === null ? <span className="soft">no day</span> : <When at={due} as="day" />}<small>{incident}</small></span>
        </li>
      ))}</ol><Pager page={page} things="actions" list="actions" /></>
    ))}</Shown>
  );
};
