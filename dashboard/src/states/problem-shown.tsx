import type { ApiProblem } from "../api/api-problem.ts";
import { SignedOut } from "./signed-out.tsx";

interface ProblemProps {
  readonly problem: ApiProblem;
  /** What could not be read, as in `the runs`. */
  readonly what: string;
  readonly again?: (() => void) | undefined;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text: string): string => `${capital(text)}${/[.!?]$/.test(text) ? "" : "."}`;

const titles: Readonly<Record<number, (what: string) => string>> = {
  0: () => "The server does not answer",
  403: (what) => `You may not see ${what}`,
  404: () => "There is nothing here",
  429: () => "Too much was asked at once",
};

/** What went wrong, in the server's words: the code, what happened, what to do, and a way to try again. */
export const ProblemShown = ({ problem, what, again }: ProblemProps) => {
  if (problem.status === 401) return <SignedOut problem={problem} />;
  const title = titles[problem.status]?.(what) ?? `${capital(what)} could not be read`;
  return (
    <div className="state state-problem" role="alert">
      <h2>{title}</h2>
      <p dir="auto">{sentence(problem.message)} {problem.status === 403 ? "Whoever administers this server can give you the role that may." : ""}</p>
      {problem.todo !== "" && <p className="soft" dir="auto">{sentence(problem.todo)}</p>}
      <p className="state-more">
        {again !== undefined && problem.status !== 403 && problem.status !== 404 && <button type="button" className="act" onClick={again}>Try again</button>}
        {problem.status === 404 && <a href="/">To the overview</a>}
        <small>{problem.code}{problem.place === null ? "" : <> at <bdi>{problem.place}</bdi></>}</small>
      </p>
    </div>
  );
};
