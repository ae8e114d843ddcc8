/** The path to go on to after signing in: one of this server's own, `/` for anything else, whatever it is written as. */
export const localPath = (next: string | undefined): string => {
  const base = "http://here.invalid";
  if (next === undefined || !next.startsWith("/") || !URL.canParse(next, base)) return "/";
  const url = new URL(next, base);
  if (url.origin !== base || url.pathname.startsWith("//") || url.pathname.startsWith("/auth/")) return "/";
  url.searchParams.delete("token");
  return `${url.pathname}${url.search}${url.hash}`;
};
