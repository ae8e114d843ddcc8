import type { ReactNode } from "react";

/** A chapter whose list needs the whole width: its title stands above it, not in the margin. */
export const WideSection = ({ id, title, className = "", children }: { id: string; title: ReactNode; className?: string; children: ReactNode }) => (
  <section id={id} className={`wide ${className}`} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>{title}</h2>
    {children}
  </section>
);
