import type { ReactNode } from "react";
import { useSeen } from "../use-seen.ts";

interface FoldedProps {
  readonly id?: string;
  readonly summary: ReactNode;
  readonly initiallyOpen?: boolean;
  readonly className?: string;
  readonly children: () => ReactNode;
}

/** Details whose content is only made once somebody looks: three hundred closed charts cost nothing. */
export const Folded = ({ id, summary, initiallyOpen = false, className, children }: FoldedProps) => {
  const [seen, see] = useSeen(initiallyOpen);
  return (
    <details id={id} className={className} open={initiallyOpen} onToggle={(event) => see(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {seen && children()}
    </details>
  );
};
