import type { ReactNode } from "react";
import type { Review } from "../../../src/core/domain/review.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";

/** What is looked at again and again: what is due first, and whose turn it is. `doing` makes the button of one, where somebody may. */
export const ReviewRows = ({ reviews, doing }: { reviews: readonly Review[]; doing: (review: Review) => ReactNode }) => (
  <ol className="lines">
    {[...reviews].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt)).map((review) => {
      const { name, what, everyDays, people, dueAt, reviewer, overdue, last } = review;
      return (
        <li key={name} className="line review-line">
          <span className={`standing ${overdue ? "review-overdue" : "review-coming"}`}><span className="verdict-sign" aria-hidden="true">{overdue ? "!" : "○"}</span>{overdue ? "overdue" : "to come"}</span>
          <span className="line-what"><bdi className="name">{what}</bdi><span className="statement">every {formatPlural(everyDays, "day")}; {last === null ? "never done yet" : <>last <When at={last.at} as="day" /> by <Person name={last.by} />{last.note !== "" && <>: <span dir="auto">{last.note}</span></>}</>}</span></span>
          <span className="line-who"><Person name={reviewer} />{people.length > 1 && <small>one of {formatPlural(people.length, "person", "people")} in turn</small>}</span>
          <span className="line-when"><When at={dueAt} as="ago" />{doing(review)}</span>
        </li>
      );
    })}
  </ol>
);
