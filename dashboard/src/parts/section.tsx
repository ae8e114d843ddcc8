import type { ReactNode } from "react";

/** A chapter of the report: its title in the margin where there is one, its text beside it. */
export const Section = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section id={id} className="chapter" aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}><a href={`#${id}`}>{title}</a></h2>
    <div className="chapter-body">{children}</div>
  </section>
);
