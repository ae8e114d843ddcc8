import { Pool } from "undici";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Transport, TransportAnswer, TransportRequest } from "../../../ports/transport.ts";
import { Exchange } from "./exchange.ts";
import { transportError } from "./transport-error.ts";
import { defaultConnections, defaultConnectTimeoutMs, defaultMaxAnswerBytes, defaultTimeoutMs, keepAliveMs, markingHeaders, type TransportOptions } from "./transport-options.ts";

/** One environment's connections. Credentials written into the URL are refused (LS103); the address holds none. */
export function createTransport(options: TransportOptions): Transport {
  const url = new URL(options.url);
  if (url.username !== "" || url.password !== "") {
    throw new LockstepError("LS103", { message: "the URL holds a user name or password", place: url.origin, todo: "Take it out and give --header 'Authorization: Basic env:NAME'." });
  }
  const { origin } = url;
  const host = options.host ?? (options.connectTo === undefined || options.connectTo === null ? null : url.host);
  const headers = commonHeaders(options, host);
  const pool = openPool(options, origin, host);
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const maxAnswerBytes = options.maxAnswerBytes ?? defaultMaxAnswerBytes;

  // Protocols send the same headers with every request.
  let last: { readonly own: TransportRequest["headers"]; readonly all: Record<string, string> } = { own: undefined, all: { ...usualHeaders, ...headers } };
  const merged = (own: TransportRequest["headers"]): Record<string, string> => {
    if (last.own !== own) last = { own, all: { ...usualHeaders, ...own, ...headers } };
    return last.all;
  };

  const send = (request: TransportRequest): Promise<TransportAnswer> =>
    new Promise((resolve, reject) => {
      const { signal } = request;
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const path = pathOf(request.url, origin);
      const exchange = new Exchange({ place: origin + path, timeoutMs, maxAnswerBytes, signal }, resolve, reject);
      try {
        pool.dispatch({ path, method: request.method, headers: merged(request.headers), body: request.body ?? null }, exchange);
      } catch (error) {
        exchange.fail(error);
      }
    });

  return { address: origin, send, close: () => pool.destroy() };
}

function openPool(options: TransportOptions, origin: string, host: string | null): Pool {
  const connect: Record<string, unknown> = { timeout: options.connectTimeoutMs ?? defaultConnectTimeoutMs };
  if (options.ca !== undefined && options.ca !== null) connect["ca"] = options.ca;
  if (options.cert !== undefined && options.cert !== null) connect["cert"] = options.cert;
  if (options.certKey !== undefined && options.certKey !== null) connect["key"] = options.certKey;
  const servername = host === null ? null : serverName(host);
  if (servername !== null) connect["servername"] = servername;
  try {
    return new Pool(options.connectTo ?? origin, {
      connections: options.connections ?? defaultConnections,
      // One deadline over the whole exchange is kept by Exchange; two more timers per request would only cost.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs,
      allowH2: false,
      connect,
    });
  } catch (error) {
    throw transportError(error, { place: origin, started: false, received: 0 });
  }
}

/** The name for SNI and the certificate: the host without its port; an IP address has none. */
function serverName(host: string): string | null {
  const name = host.replace(/:\d+$/, "");
  return /^[\d.]+$|[[\]:]/.test(name) ? null : name;
}

/** What a protocol may ask for otherwise, and the user above it. */
const usualHeaders = { accept: "application/json" };

function commonHeaders(options: TransportOptions, host: string | null): Record<string, string> {
  const headers: Record<string, string> = {};
  if (host !== null) headers["host"] = host;
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value;
  if (options.marking !== undefined && options.marking !== null) {
    headers[markingHeaders.run] = options.marking.runId;
    headers[markingHeaders.kind] = "replay";
  }
  return headers;
}

/** Path and query of a request; protocols ask paths, and an absolute URL must lead to the same environment. */
function pathOf(url: string, origin: string): string {
  if (url.startsWith("/")) return url;
  const absolute = new URL(url, `${origin}/`);
  if (absolute.origin !== origin) throw new Error(`a transport to ${origin} was asked for ${absolute.origin}`);
  return absolute.pathname + absolute.search;
}
