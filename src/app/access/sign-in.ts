import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Configuration } from "openid-client";
import type { ServerEntry } from "../../core/domain/manifest.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { createSecrets, type SecretWorld } from "../connect/resolve-secret.ts";
import type { Claims } from "./principal-of-claims.ts";

/** How long somebody may take at the issuer's pages. */
const mostMs = 10 * 60_000;
/** An issuer that takes longer to answer counts as down, in seconds. */
const timeout = 10;

/** Signing in with an OpenID Connect issuer: the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0 §3.1, RFC 7636). */
export interface SignIn {
  /** The issuer's page. `browser`: a secret that this browser alone holds; `next`: where it goes on to. */
  begin(browser: string, next: string, now: number): Promise<URL>;
  /** What the issuer says of whoever came back, and where they go on to. LS711 for anything that does not fit together. */
  finish(callback: URL, browser: string | null, now: number): Promise<{ readonly claims: Claims; readonly next: string }>;
}

interface Way {
  readonly nonce: string;
  readonly verifier: string;
  readonly next: string;
  readonly browser: string;
  readonly until: number;
}

/**
 * Nothing is asked before somebody signs in, and again after a failure: a server starts while its issuer is down. What has to be remembered meanwhile travels sealed in
 * `state`, so that any number of pages may sign in at once, and nothing is kept for those who never come back.
 */
export const createSignIn = (entry: NonNullable<ServerEntry["oidc"]>, secrets: SecretWorld, redirectUri: () => string): SignIn => {
  const key = randomBytes(32);
  let found: Promise<Configuration> | null = null;
  const configuration = (): Promise<Configuration> => {
    found ??= discover(entry, secrets).catch((cause: unknown) => {
      found = null;
      throw cause;
    });
    return found;
  };
  return {
    begin: async (browser, next, now) => {
      const client = await import("openid-client");
      const config = await configuration();
      const way: Way = { nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier(), next, browser: sha256(browser), until: now + mostMs };
      return client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri(), scope: [...new Set(["openid", ...(entry.scopes ?? ["profile", "email"])])].join(" "), state: seal(key, way), nonce: way.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(way.verifier), code_challenge_method: "S256",
      });
    },
    finish: async (callback, browser, now) => {
      const state = callback.searchParams.get("state");
      const way = state === null ? null : unseal(key, state);
      if (state === null || way === null) throw failed("the answer does not belong to a question of this server", "state");
      if (browser === null || sha256(browser) !== way.browser) throw failed("signing in was begun in another browser, or its cookie is gone", "state");
      if (way.until <= now) throw failed("signing in took more than ten minutes", "state");
      const client = await import("openid-client");
      const config = await configuration();
      const told = new URL(redirectUri());
      told.search = callback.search;
      try {
        const tokens = await client.authorizationCodeGrant(config, told, { expectedState: state, expectedNonce: way.nonce, pkceCodeVerifier: way.verifier, idTokenExpected: true });
        const claims = tokens.claims();
        if (claims === undefined) throw failed(`${entry.issuer} sent no ID token`);
        // Many issuers tell groups and addresses at the userinfo endpoint only. What stands in the ID token is signed, and goes first.
        const more = config.serverMetadata().userinfo_endpoint === undefined ? {} : await client.fetchUserInfo(config, tokens.access_token, claims.sub);
        return { claims: { ...more, ...claims }, next: way.next };
      } catch (cause) {
        if (!(cause instanceof client.AuthorizationResponseError)) found = null;
        throw cause instanceof LockstepError ? cause : failed(`${entry.issuer}: ${words(cause)}`, undefined, cause);
      }
    },
  };
};

const discover = async (entry: NonNullable<ServerEntry["oidc"]>, secrets: SecretWorld): Promise<Configuration> => {
  const client = await import("openid-client");
  if (!URL.canParse(entry.issuer)) throw failed(`"${entry.issuer}" is no address of an issuer`, "server.oidc.issuer");
  const issuer = new URL(entry.issuer);
  const local = issuer.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(issuer.hostname);
  if (issuer.protocol !== "https:" && !local) throw failed(`${entry.issuer} is not encrypted: whoever is between could be anybody`, "server.oidc.issuer");
  const secret = entry.clientSecret === undefined ? null : await createSecrets(secrets).resolveLines(entry.clientSecret, "server.oidc.clientSecret");
  const [basic, post] = secret === null ? [client.None(), client.None()] : [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  try {
    return await client.discovery(issuer, entry.clientId, secret === null ? {} : { client_secret: secret }, (server, ...rest) => {
      // Basic is what an issuer takes that says nothing (OpenID Connect Discovery 1.0 §3).
      const methods = server.token_endpoint_auth_methods_supported;
      return (methods === undefined || methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
    }, { timeout, execute: [client.enableNonRepudiationChecks, ...(local ? [client.allowInsecureRequests] : [])] });
  } catch (cause) {
    throw failed(`${entry.issuer} does not tell how people sign in there: ${words(cause)}`, "server.oidc.issuer", cause);
  }
};

const failed = (message: string, place?: string, cause?: unknown): LockstepError => new LockstepError("LS711", { message, ...(place === undefined ? {} : { place }), ...(cause === undefined ? {} : { cause }) });

/** What the issuer or the library says, with the error of OAuth where there is one, and what was wrong below it. */
const words = (cause: unknown): string => {
  const { message, error, error_description: description, cause: below } = cause as { readonly message?: unknown; readonly error?: unknown; readonly error_description?: unknown; readonly cause?: { readonly message?: unknown; readonly code?: unknown } };
  const inner = below?.message ?? below?.code;
  return [message, error, description, typeof inner === "string" ? inner : null].filter((each, index, all) => typeof each === "string" && each !== "" && all.indexOf(each) === index).join(": ").slice(0, 500);
};

/** AES-256-GCM with a key of this process alone: nobody between can read the verifier or make a state of their own. */
const seal = (key: Buffer, way: Way): string => {
  const start = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, start);
  const body = Buffer.concat([cipher.update(JSON.stringify(way), "utf8"), cipher.final()]);
  return Buffer.concat([start, cipher.getAuthTag(), body]).toString("base64url");
};

const unseal = (key: Buffer, text: string): Way | null => {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length < 29) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8")) as Way;
  } catch {
    return null;
  }
};
