import type { ReactNode } from "react";

/** There is nothing yet: why, and what to do about it, with the command as it is typed. */
export const Empty = ({ title, children, command }: { title: string; children?: ReactNode; command?: string }) => (
  <div className="state">
    <h2>{title}</h2>
    {children !== undefined && <p>{children}</p>}
    {command !== undefined && <pre className="command" tabIndex={0}><code>{command}</code></pre>}
  </div>
);
