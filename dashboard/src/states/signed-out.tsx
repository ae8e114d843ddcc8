import type { ApiProblem } from "../api/api-problem.ts";

/** Nobody is signed in: both ways in, and the way back to just this page. */
export const SignedOut = ({ problem }: { problem: ApiProblem }) => (
  <div className="state" role="alert">
    <h2>Sign in to see this</h2>
    <p>Open the address that <code>lockstep serve</code> printed when it started: it holds the token that lets you in on this browser.</p>
    <p className="soft">{problem.todo}</p>
    <p className="state-more"><small>{problem.code}</small></p>
  </div>
);
