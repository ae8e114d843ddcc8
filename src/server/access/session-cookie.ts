/** The cookie that a session is known by, at a server that people reach at `url`. */
export const sessionCookie = (url: string): string => ownCookie("lockstep_session", url);

/**
 * A cookie's name: over https one that browsers take from this very host alone (RFC 6265bis §4.1.3.2), so that no page of a neighbouring name (`x.example.com` beside
 * `lockstep.example.com`) signs somebody in as somebody else. Its path is `/`. Plain http has no such names.
 */
export const ownCookie = (name: string, url: string): string => (url.startsWith("https:") ? `__Host-${name}` : name);

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
export const writeCookie = (name: string, value: string, { seconds, url }: { readonly seconds: number; readonly url: string }): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${url.startsWith("https:") ? "; Secure" : ""}`;
