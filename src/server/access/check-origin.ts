import { LockstepError } from "../../core/errors/lockstep-error.ts";

/**
 * LS703 for a request that changes something and comes from a page of another site. A browser always says where a page is from when it sends what changes something; a
 * request that is let in by the session's cookie must say it, one with a token need not.
 */
export const checkOrigin = (request: Request, own: readonly string[], byCookie: boolean): void => {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (origin === null && !byCookie) return;
  if (origin === null && site === "same-origin") return;
  if (origin === null || !own.includes(origin)) throw new LockstepError("LS703", { message: origin === null ? "the request does not say which page it comes from" : `the request comes from ${origin}`, place: "Origin" });
};
