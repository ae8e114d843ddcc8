import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

/** Somebody whom the issuer knows. */
export interface Account {
  readonly name: string;
  readonly email: string;
  readonly email_verified?: boolean;
  readonly groups?: readonly string[];
}

export interface Issuer {
  readonly url: string;
  /** Answers 503 to everything while true. */
  down: boolean;
  /** Signs `login` in at the issuer's own pages, as a browser would, and gives where it sends them back to. */
  signIn(authorization: string, login: string): Promise<string>;
  close(): Promise<void>;
}

/** A real OpenID Connect issuer (oidc-provider) on a free port, with one confidential client that must use PKCE. */
export const startIssuer = async (accounts: Readonly<Record<string, Account>>, client: { readonly id: string; readonly secret: string; readonly redirectUri: string }): Promise<Issuer> => {
  let answer: ReturnType<Provider["callback"]> = () => {};
  const issuer = { down: false };
  const server = createServer((request, response) => {
    if (issuer.down) response.writeHead(503).end();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  answer = new Provider(url, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri], response_types: ["code"], grant_types: ["authorization_code"] }],
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
    pkce: { required: () => true },
    cookies: { keys: ["only for this test"] },
    findAccount: (_: unknown, id: string) => (accounts[id] === undefined ? undefined : { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  }).callback();
  return Object.assign(issuer, {
    url,
    signIn: async (authorization: string, login: string): Promise<string> => {
      const jar = new Map<string, string>();
      let next = { url: authorization, form: null as string | null };
      for (let step = 0; step < 12; step += 1) {
        const response = await fetch(next.url, {
          method: next.form === null ? "GET" : "POST", redirect: "manual", body: next.form,
          headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "), ...(next.form === null ? {} : { "content-type": "application/x-www-form-urlencoded" }) },
        });
        for (const cookie of response.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          if (value === "") jar.delete(name);
          else jar.set(name, value);
        }
        const location = response.headers.get("location");
        const text = await response.text();
        if (location === null) {
          const [, action, prompt] = /action="([^"]+)"[\s\S]*?name="prompt" value="(\w+)"/.exec(text) ?? [];
          if (action === undefined) throw new Error(`the issuer answered ${response.status}: ${text.slice(0, 300)}`);
          next = { url: new URL(action, url).href, form: new URLSearchParams({ prompt: prompt ?? "", login, password: "any" }).toString() };
        } else if (new URL(location, url).origin === url) next = { url: new URL(location, url).href, form: null };
        else return location;
      }
      throw new Error("the issuer sends in circles");
    },
    close: () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  });
};
