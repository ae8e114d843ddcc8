import { type ReactNode, useEffect, useRef } from "react";
import { hasMoved } from "./address.ts";

interface PageShape {
  /** What the page is called: its heading, and with the product's name the window's title. */
  readonly title: string;
  /** The heading, where it is more than the title's words. */
  readonly heading?: ReactNode;
  /** Above the heading: where this page belongs, as links. */
  readonly above?: ReactNode;
  /** Below the heading: what the page shows, in a sentence. */
  readonly lead?: ReactNode;
  /** What the page shows has the heading in it; reading begins above it. */
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

/** One page: its title is told to whoever does not see it, and reading goes on at its heading when somebody came here by a link. */
export const Page = ({ title, heading, above, lead, quiet = false, children }: PageShape) => {
  const top = useRef<HTMLHeadingElement & HTMLParagraphElement>(null);
  useEffect(() => {
    document.title = `${title} · Lockstep`;
  }, [title]);
  useEffect(() => {
    if (hasMoved() && location.hash === "") top.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="page site-page">
      <header className={quiet ? "page-head page-head-quiet" : "page-head"}>
        {above !== undefined && <p className="page-above">{above}</p>}
        {quiet ? <p className="unseen" ref={top} tabIndex={-1}>{title}</p> : <h1 ref={top} tabIndex={-1}>{heading ?? title}</h1>}
        {lead !== undefined && <p className="page-lead">{lead}</p>}
      </header>
      {children}
    </div>
  );
};
