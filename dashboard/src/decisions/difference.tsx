import { lineDifference } from "./line-difference.ts";

const signs = { same: " ", gone: "−", new: "+" } as const;
const said = { same: "", gone: "taken out: ", new: "put in: " } as const;

/** A change of what was agreed, line by line; the signs tell it without colour, and words without sight. */
export const Difference = ({ what, before, after }: { what: string; before: string | null; after: string }) => (
  <figure className="difference">
    <figcaption>{before === null ? <>New: <bdi>{what}</bdi></> : <>What would change of <bdi>{what}</bdi></>}</figcaption>
    <pre tabIndex={0}>{lineDifference(before ?? "", after).map(({ kind, text }, index) => <span key={index} className={`diff-line diff-${kind}`}><span aria-hidden="true">{signs[kind]} </span>{said[kind] !== "" && <span className="unseen">{said[kind]}</span>}{text}{"\n"}</span>)}</pre>
  </figure>
);
