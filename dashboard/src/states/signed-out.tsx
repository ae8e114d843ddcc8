import { askAll } from "../api/answers.ts";
import type { ApiProblem } from "../api/api-problem.ts";
import { useApi } from "../api/use-api.ts";

/** Nobody is signed in: the way in that this server has, back to just this page, and what is wrong with the session or token that was tried. */
export const SignedOut = ({ problem }: { problem: ApiProblem }) => {
  const { data: me } = useApi("/api/v1/me", {}, []);
  const here = `${location.pathname}${location.search}`;
  return (
    <div className="state" role="alert">
      <h2>Sign in to see this</h2>
      {me === null ? null
        : me.signIn.way === "oidc" && me.signIn.url !== null
          ? <><p>People sign in here with their organisation’s account.</p><p className="state-more"><a className="act act-first" href={`${me.signIn.url}?${new URLSearchParams({ next: here }).toString()}`}>Sign in</a></p></>
          : me.signIn.way === "launch"
            ? <><p>Open the address that <code>lockstep serve</code> printed when it started: the token in it lets you in, on this browser, until the server stops. Then try again here.</p></>
            : <p>Nobody is let in by a browser here: ask whoever administers this server how people sign in.</p>}
      <p className="state-more"><button type="button" className="act" onClick={() => askAll()}>Try again</button><small>{problem.code}: {problem.message}</small></p>
    </div>
  );
};
