import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StoredComment {
  readonly id: number;
  body: string;
  /** Written by somebody whose comments the token may not change. */
  readonly foreign?: boolean;
}

/** A forge of its own, with the routes, status codes, headers and pages of the real one for comments of review 7. */
export interface ForgeServer {
  readonly api: string;
  readonly comments: StoredComment[];
  /** `POST /path`, in order. */
  readonly requests: string[];
  /** Answers with this instead; null answers as it should; `silence` never answers. */
  fail: { readonly method: string; readonly status: number; readonly message: string } | "silence" | null;
  close(): Promise<void>;
}

export const forgeToken = "forge-token-0123456789";

/** GitHub's REST API for issue comments: bearer token, `Link` header for pages, 201 for a new comment, 200 for a changed one. */
export const startGithub = (): Promise<ForgeServer> =>
  start("", (request, server, base) => {
    if (request.headers.authorization !== `Bearer ${forgeToken}`) return { status: 401, body: { message: "Bad credentials" } };
    const list = /^\/repos\/acme\/risk-model\/issues\/7\/comments$/.test(request.path);
    if (list && request.method === "GET") {
      const page = paged(server.comments, request);
      const link = page.next === null ? {} : { link: `<${base}${request.path}?per_page=${page.size}&page=${page.next}>; rel="next", <${base}${request.path}?page=9>; rel="last"` };
      return { status: 200, body: page.items.map(({ id, body }) => ({ id, body, user: { login: "github-actions[bot]", type: "Bot" } })), headers: link };
    }
    if (list && request.method === "POST") return created(server, request.body);
    const one = /^\/repos\/acme\/risk-model\/issues\/comments\/(\d+)$/.exec(request.path);
    return one !== null && request.method === "PATCH" ? changed(server, Number(one[1]), request.body) : { status: 404, body: { message: "Not Found" } };
  });

/** GitLab's REST API for notes of a merge request: `PRIVATE-TOKEN`, `x-next-page`, `PUT` for a changed note. */
export const startGitlab = (): Promise<ForgeServer> =>
  start("/api/v4", (request, server) => {
    if (request.headers["private-token"] !== forgeToken) return { status: 401, body: { message: "401 Unauthorized" } };
    const list = request.path === "/projects/42/merge_requests/7/notes";
    if (list && request.method === "GET") {
      const page = paged(server.comments, request);
      return { status: 200, body: page.items.map(({ id, body }) => ({ id, body, system: false, author: { username: "project_42_bot" } })), headers: { "x-next-page": page.next === null ? "" : String(page.next) } };
    }
    if (list && request.method === "POST") return created(server, request.body);
    const one = /^\/projects\/42\/merge_requests\/7\/notes\/(\d+)$/.exec(request.path);
    return one !== null && request.method === "PUT" ? changed(server, Number(one[1]), request.body) : { status: 404, body: { message: "404 Not found" } };
  });

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const longestBody = 65_536;

const paged = (comments: readonly StoredComment[], { query }: Asked): { readonly items: readonly StoredComment[]; readonly next: number | null; readonly size: number } => {
  const size = Number(query.get("per_page") ?? 30);
  const page = Number(query.get("page") ?? 1);
  return { items: comments.slice((page - 1) * size, page * size), next: comments.length > page * size ? page + 1 : null, size };
};

const created = (server: ForgeServer, text: string): Answer => {
  const { body } = JSON.parse(text) as { body: string };
  if (body.length > longestBody) return { status: 422, body: { message: "Validation Failed: body is too long (maximum is 65536 characters)" } };
  const id = 1000 + server.comments.length;
  server.comments.push({ id, body });
  return { status: 201, body: { id, body } };
};

const changed = (server: ForgeServer, id: number, text: string): Answer => {
  const found = server.comments.find((comment) => comment.id === id);
  if (found === undefined) return { status: 404, body: { message: "Not Found" } };
  if (found.foreign === true) return { status: 403, body: { message: "Must have admin rights to Repository." } };
  found.body = (JSON.parse(text) as { body: string }).body;
  return { status: 200, body: { id, body: found.body } };
};

const start = async (prefix: string, answer: (request: Asked, server: ForgeServer, base: string) => Answer): Promise<ForgeServer> => {
  const web = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://forge");
      let body = "";
      for await (const part of request.setEncoding("utf8")) body += part as string;
      const method = request.method ?? "GET";
      server.requests.push(`${method} ${url.pathname}${url.search}`);
      if (server.fail === "silence") return;
      if (server.fail !== null && server.fail.method === method) return send(response, { status: server.fail.status, body: { message: server.fail.message } });
      send(response, answer({ method, path: url.pathname.slice(prefix.length), query: url.searchParams, headers: request.headers, body }, server, server.api));
    })();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => web.once("listening", resolve));
  const server: ForgeServer = {
    api: `http://127.0.0.1:${(web.address() as AddressInfo).port}${prefix}`, comments: [], requests: [], fail: null,
    close: () => new Promise((resolve) => {
      web.closeAllConnections();
      web.close(() => resolve());
    }),
  };
  return server;
};

const send = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(JSON.stringify(body));
};
