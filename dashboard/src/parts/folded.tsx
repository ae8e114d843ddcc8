import { type ReactNode, useState } from "react";

/** Details whose content is only made once somebody looks: three hundred closed charts cost nothing. */
export const Folded = ({ id, summary, initiallyOpen = false, className, children }: { id?: string; summary: ReactNode; initiallyOpen?: boolean; className?: string; children: () => ReactNode }) => {
  const [seen, setSeen] = useState(initiallyOpen);
  return (
    <details id={id} className={className} open={initiallyOpen} onToggle={(event) => { if (event.currentTarget.open) setSeen(true); }}>
      <summary>{summary}</summary>
      {seen && children()}
    </details>
  );
};
