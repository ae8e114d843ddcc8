import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { hostname } from "node:os";
import { createAdaptorServer } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { ServerWorld } from "../app/serve/server-world.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { createServer } from "./create-server.ts";
import type { ReadyAnswer } from "./ready-answer.ts";
import type { AnyRoute } from "./route.ts";

export interface ListenSettings {
  readonly host: string;
  /** Null: 4860, or the next that is free. */
  readonly port: number | null;
  readonly allowedHosts: readonly string[];
  /** How people reach it, where that is not where it listens. */
  readonly url: string | null;
  readonly maxBody: number;
  readonly perMinute: number;
}

export interface RunningServer {
  readonly port: number;
  /** Where it listens, as people write it. */
  readonly url: string;
  /** Takes no more requests, ends what streams, lets what is being answered be answered (ten seconds at most). */
  close(): Promise<void>;
}

export const usualPort = 4860;
/** How many ports after the usual one are tried. */
const ports = 20;
const lastAnswersMs = 10_000;
/** How long a connection without a request is kept. Load balancers and clients give up after a minute or earlier. */
const idleMs = 75_000;
const loopback = ["127.0.0.1", "localhost", "[::1]", "::1"];

/** Listens. LS710 where it cannot. */
export const startServer = async (world: ServerWorld, routes: readonly AnyRoute[], settings: ListenSettings): Promise<RunningServer> => {
  const stopping = new AbortController();
  let port = 0;
  const own = settings.url === null ? null : new URL(settings.url);
  const local = loopback.includes(settings.host);
  const hosts = (): readonly string[] => [...loopback, ...(own === null ? [] : [own.hostname.toLowerCase()]), ...(local ? [] : [settings.host.toLowerCase(), hostname().toLowerCase()]), ...settings.allowedHosts.map((each) => each.toLowerCase())];
  const origins = (): readonly string[] => [...(own === null ? [] : [own.origin]), ...hosts().filter((name) => name !== "::1").flatMap((name) => [`http://${name}:${port}`, `https://${name}`])];
  const app = createServer(world, routes, { hosts, origins, maxBody: settings.maxBody, perMinute: settings.perMinute, signal: stopping.signal });
  const answer = async (request: Request, { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse }): Promise<Response> => {
    const made = await app.answer(request, incoming.socket.remoteAddress ?? "unknown");
    if (made instanceof Response) return made;
    send(made, outgoing, incoming.method === "HEAD");
    return RESPONSE_ALREADY_SENT;
  };
  // What the platform knows of requests and answers stays as it is: other parts of this process use it too.
  const server = createAdaptorServer({ fetch: (request, env) => answer(request, env as Parameters<typeof answer>[1]), overrideGlobalObjects: false }) as Server;
  server.requestTimeout = 120_000;
  // Longer than clients and proxies keep a connection that nothing goes over: whoever closes it first cuts what the other is just sending.
  server.keepAliveTimeout = idleMs;
  port = await listen(server, settings);
  return {
    port,
    url: settings.url?.replace(/\/+$/, "") ?? `http://${settings.host.includes(":") && !settings.host.startsWith("[") ? `[${settings.host}]` : settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host}:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      stopping.abort(new Error("the server stops"));
      // A connection whose last answer has gone out is idle only then, and would be kept for the next request.
      const idle = setInterval(() => server.closeIdleConnections(), 20);
      const late = setTimeout(() => server.closeAllConnections(), lastAnswersMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
};

/** Writes what is ready in one piece. */
const send = ({ status, headers, body }: ReadyAnswer, outgoing: ServerResponse, head: boolean): void => {
  const length = head || status === 204 || status === 304 ? {} : { "content-length": String(body === null ? 0 : Buffer.byteLength(body)) };
  outgoing.writeHead(status, { ...headers, ...length });
  outgoing.end(body ?? undefined);
};

const listen = async (server: Server, { host, port }: ListenSettings): Promise<number> => {
  const tries = port === null ? Array.from({ length: ports }, (_, index) => usualPort + index) : [port];
  for (const each of tries) {
    const failure = await listenAt(server, host, each);
    if (failure === null) {
      const address = server.address();
      return typeof address === "object" && address !== null ? address.port : each;
    }
    if (failure.code !== "EADDRINUSE" || each === tries.at(-1)) {
      const what = failure.code === "EADDRINUSE" ? port === null ? `every port from ${usualPort} to ${each} is taken` : `port ${each} is taken` : failure.code === "EACCES" ? `this user may not listen at port ${each}` : failure.message;
      throw new LockstepError("LS710", { message: `${what} (${host})`, place: port === null ? "--host" : "--port", cause: failure });
    }
  }
  throw new Error("no port was tried");
};

const listenAt = (server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> =>
  new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(error);
    server.once("error", failed);
    server.listen(port, host.replace(/^\[|\]$/g, ""), () => {
      server.removeListener("error", failed);
      resolve(null);
    });
  });
