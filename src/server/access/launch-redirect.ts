import type { ServerWorld } from "../../app/serve/server-world.ts";
import { localPath } from "./local-path.ts";

/** The printed address names a page and carries the token; whoever opens it is sent to where the token is looked at, and from there to the page. Null for any other request. */
export const launchRedirect = (request: Request, { launch }: Pick<ServerWorld, "launch">): Response | null => {
  const url = new URL(request.url);
  const token = url.searchParams.get("token");
  if (launch.token === null || token === null || request.method !== "GET" || /^\/(?:api|auth)\//.test(url.pathname)) return null;
  if (url.pathname !== "/" && !(request.headers.get("accept") ?? "").includes("text/html")) return null;
  return new Response(null, { status: 303, headers: { location: `/auth/launch?${new URLSearchParams({ token, next: localPath(`${url.pathname}${url.search}`) })}` } });
};
