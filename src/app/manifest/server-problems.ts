import { type CheckedManifest, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { Placed } from "./placed.ts";
import { textAt } from "./value-at.ts";

const local = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** A server that nobody could reach or sign in at as written: an address that is none, an issuer that is not encrypted, a name with a port, people without a role. */
export const serverProblems = ({ tree, manifest: { server } }: CheckedManifest): ManifestProblem[] => {
  if (server === undefined) return [];
  const { url, allowedHosts = [], oidc } = server;
  const address = url === undefined || isWebAddress(url) ? [] : [problemAt(tree, ["server", "url"], "LS112", `the server is reached at ${url}, which is no address of a server`, "Write it without a path: https://lockstep.example.com")];
  const names = allowedHosts.flatMap((name, index) => (/^[a-z0-9_.-]+$/i.test(name) ? [] : [problemAt(tree, ["server", "allowedHosts", index], "LS112", `the server may be asked as ${name}, which is no name of a machine`, "Write the name alone, without scheme, port and path.")]));
  if (oidc === undefined) return [...serverSecretProblems(tree), ...address, ...names];
  const issuer = isIssuer(oidc.issuer) ? [] : [problemAt(tree, ["server", "oidc", "issuer"], "LS112", `people sign in at ${oidc.issuer}, which is no https address: whoever is between could be anybody`, "Write the issuer as it writes itself, https://login.example.com/realm")];
  const roles = Object.keys(oidc.roles ?? {}).length > 0 ? [] : [problemAt(tree, ["server", "oidc"], "LS112", "people sign in and none of them has a role, so that nobody gets in", 'Add roles: {GROUP: operator, ada@example.com: admin, "*": viewer}')];
  return [...serverSecretProblems(tree), ...address, ...names, ...issuer, ...roles];
};

/** LS103 for the client's secret where it is written out; works on any tree, so that a secret is told before anything else is looked at. */
export const serverSecretProblems = (tree: Placed): ManifestProblem[] => {
  const path = ["server", "oidc", "clientSecret"] as const;
  const value = textAt(tree, path);
  if (value === undefined || /^(env|file):./.test(value)) return [];
  return [{ ...problemAt(tree, path, "LS103", "the secret of the client is written out, where everybody who reads the manifest sees it", "Put it into an environment variable or a file and write clientSecret: env:NAME (or file:PATH); then change the secret, for it has been written down."), secret: true }];
};

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && /^\/?$/.test(new URL(text).pathname) && new URL(text).username === "" && new URL(text).search === "";

const isIssuer = (text: string): boolean => URL.canParse(text) && (new URL(text).protocol === "https:" || (new URL(text).protocol === "http:" && local.has(new URL(text).hostname)));
