import { LockstepError } from "../../core/errors/lockstep-error.ts";

/**
 * LS703 for a request that changes something and comes from a page of another site. A browser says where a page is from when it sends what changes something: `Origin`, or
 * "null" where our own referrer policy keeps it from a form, and then `Sec-Fetch-Site`, which no page can write. A request that is let in by the session's cookie must say
 * it; one with a token, or with nothing, comes from no page and need not. The name it was asked under was checked before, so an origin of that very name and port is ours.
 */
export const checkOrigin = (request: Request, own: readonly string[], byCookie: boolean): void => {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (origin === null || origin === "null") {
    if (site === "same-origin" || (origin === null && !byCookie && (site === null || site === "none"))) return;
    throw foreign(origin === null ? "the request does not say which page it comes from" : "the request comes from a page that hides where it is from");
  }
  if (own.includes(origin) || isSame(origin, request.headers.get("host"))) return;
  throw foreign(`the request comes from ${origin.slice(0, 120)}`);
};

const isSame = (origin: string, host: string | null): boolean => host !== null && /^https?:\/\//.test(origin) && origin.replace(/^https?:\/\//, "").toLowerCase() === host.toLowerCase();

const foreign = (message: string): LockstepError => new LockstepError("LS703", { message, place: "Origin" });
