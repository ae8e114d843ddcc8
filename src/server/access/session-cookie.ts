/** The cookie that a session is known by. */
export const sessionCookie = "lockstep_session";

/** A cookie's value; null when it is not there. Every other cookie is somebody else's and of no interest. */
export const readCookie = (request: Request, name: string): string | null => {
  for (const each of (request.headers.get("cookie") ?? "").split(";")) {
    const at = each.indexOf("=");
    if (at >= 0 && each.slice(0, at).trim() === name) return each.slice(at + 1).trim();
  }
  return null;
};

/**
 * `Set-Cookie` for a secret of ours: no script reads it, no other site's form sends it, and none leaves an https server unencrypted. Lax and not Strict: who follows a link
 * from a message to a page here would else arrive as nobody.
 */
export const writeCookie = (name: string, value: string, { seconds, path = "/", url }: { readonly seconds: number; readonly path?: string; readonly url: string }): string =>
  `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${url.startsWith("https:") ? "; Secure" : ""}`;
