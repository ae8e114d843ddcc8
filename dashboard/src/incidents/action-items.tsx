import type { ReactNode } from "react";
import type { ActionItem } from "../../../src/core/domain/incident.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";

const overdue = ({ due, doneAt }: ActionItem, now: number): boolean => doneAt === null && due !== null && Date.parse(due) + 864e5 <= now;

/** What is to be done so that it does not happen again: open ones first. `closing` makes the button of an open one, where somebody may. */
export const ActionItems = ({ actions, closing }: { actions: readonly ActionItem[]; closing: (item: ActionItem) => ReactNode }) => (
  <ul className="action-items">
    {[...actions].sort((a, b) => Number(a.doneAt !== null) - Number(b.doneAt !== null)).map((item) => (
      <li key={item.id} className={item.doneAt === null ? "action-item" : "action-item action-done"}>
        <span className={overdue(item, Date.now()) ? "action-sign overdue" : "action-sign"} aria-hidden="true">{item.doneAt !== null ? "☑" : overdue(item, Date.now()) ? "!" : "☐"}</span>
        <span><bdi className="name">{item.title}</bdi><span className="statement">
          {item.id} · <Person name={item.owner} />
          {item.doneAt !== null ? <> · done <When at={item.doneAt} as="day" />{item.doneBy !== null && <> by <Person name={item.doneBy} /></>}</> : item.due !== null && <> · due <When at={item.due} as="day" />{overdue(item, Date.now()) && <strong className="overdue"> overdue</strong>}</>}
        </span></span>
        {item.doneAt === null && closing(item)}
      </li>
    ))}
  </ul>
);
