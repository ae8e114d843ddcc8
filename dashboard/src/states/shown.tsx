import type { ReactNode } from "react";
import type { Asked } from "../api/use-api.ts";
import { Loading } from "./loading.tsx";
import { ProblemShown } from "./problem-shown.tsx";

interface ShownProps<T> {
  readonly of: Asked<T>;
  /** What it is, as in `the runs`: said while it is read, and when it cannot be. */
  readonly what: string;
  readonly children: (data: T) => ReactNode;
}

/** What was asked of the server, or the state that it is in instead. What is known already stays in sight while it is asked for anew, and when that fails. */
export const Shown = <T,>({ of: { data, problem, earlier, again }, what, children }: ShownProps<T>) => {
  if (data === null) return problem === null ? <Loading what={what} /> : <ProblemShown problem={problem} what={what} again={again} />;
  const refused = problem !== null && problem.status >= 400 && problem.status < 500;
  if (refused) return <ProblemShown problem={problem} what={what} again={again} />;
  return <div className={earlier ? "shown shown-earlier" : "shown"} aria-busy={earlier}>{children(data)}</div>;
};
