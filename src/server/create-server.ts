import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import type { ServerWorld } from "../app/serve/server-world.ts";
import { storeInPlace } from "../app/serve/store-in-place.ts";
import type { Principal } from "../core/domain/access.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { checked } from "../core/json/checked.ts";
import { jsonOfBytes } from "../core/json/json-of-bytes.ts";
import { ofSegment } from "../core/pages/address-segment.ts";
import { checkHost } from "./access/check-host.ts";
import { checkOrigin } from "./access/check-origin.ts";
import { type Identified, identify } from "./access/identify.ts";
import { limitGuesses } from "./access/limit-guesses.ts";
import { limitRate } from "./access/limit-rate.ts";
import { watchCredentials } from "./access/watch-credentials.ts";
import { errorStatus } from "./error-status.ts";
import { problemOf } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { isReady, type ReadyAnswer, readyAnswer, responseOf } from "./ready-answer.ts";
import type { AnyRoute } from "./route.ts";
import { securityHeaders } from "./security-headers.ts";

/** What belongs to one request while the router has it. */
interface Bindings {
  readonly remote: string;
  readonly request: string;
  /** What is answered, where it is ready; the router is then given `elsewhere`. */
  ready?: ReadyAnswer;
}

const elsewhere = new Response(null);
const json = "application/json";
const none = new Uint8Array();

/** What the server is told of itself besides its world. */
export interface ServerSettings {
  readonly hosts: () => readonly string[];
  readonly origins: () => readonly string[];
  readonly maxBody: number;
  readonly perMinute: number;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
}

export interface LockstepServer {
  /** What is answered, with all its headers. */
  readonly answer: (request: Request, remote: string) => Promise<ReadyAnswer | Response>;
  /** The same as the platform knows it. */
  readonly fetch: (request: Request, remote?: string) => Promise<Response>;
}

/** The whole server as a function from request to answer: every route behind the same checks, in the same order. */
export const createServer = (world: ServerWorld, routes: readonly AnyRoute[], settings: ServerSettings): LockstepServer => {
  const limit = limitRate(settings.perMinute, () => world.clock.monotonic());
  const guesses = limitGuesses(() => world.clock.monotonic());
  const inPlace = storeInPlace(world.folder);
  const app = new Hono<{ Bindings: Bindings }>();
  const identified = (request: Request, address: string): Identified => {
    try {
      return identify(request, world, { guesses, address });
    } catch (cause) {
      // A token that is none makes its address a stranger, and strangers are counted as well.
      limit(`nobody ${address}`);
      throw cause;
    }
  };
  const isStill = (request: Request, address: string, asker: string): boolean => {
    try {
      return identify(request, world, { guesses, address }).asker === asker;
    } catch {
      return false;
    }
  };
  const fixed = routes.filter((each) => !isOpenEnded(each));
  const add = ({ spec, handle }: AnyRoute): void => {
    app.on(spec.method.toUpperCase(), pattern(spec.path), async (context) => {
      const request = context.req.raw;
      const address = context.env.remote;
      checkHost(request, settings.hosts());
      const { principal, asker } = identified(request, address);
      limit(asker);
      if (spec.scope !== null && !principal.scopes.includes(spec.scope)) throw refused(principal, spec.scope);
      if (spec.method !== "get") checkOrigin(request, settings.origins(), request.headers.get("authorization") === null && principal.scopes.length > 0);
      if (spec.method !== "get" || spec.path === "/readyz") inPlace();
      // Whoever writes while another thread does would make all others wait with it.
      if (spec.method !== "get" && spec.reads !== "bytes") await world.receiving.quiet();
      const params = checked(spec.params, namesOf(context.req.param()), "path");
      const query = checked(spec.query, queryOf(request), "query");
      const bytes = spec.body === undefined ? none : await jsonBytes(request, settings.maxBody);
      const body = spec.body === undefined || spec.reads === "bytes" ? undefined : checked(spec.body, jsonOfBytes(bytes), "body");
      const passed = spec.reads === "raw" && spec.method !== "get" ? withBody(request, await readBody(request, principal.scopes.length === 0 ? Math.min(settings.maxBody, strangersBody) : settings.maxBody)) : request;
      const ended = new AbortController();
      let signal: AbortSignal | null = null;
      // Made for those who ask for it: three signals in one cost as much as most answers do.
      const whenOver = (): AbortSignal => (signal ??= AbortSignal.any([request.signal, settings.signal, ended.signal]));
      const given = handle({ params, query, body, bytes, principal, world, request: passed, remote: address, guesses, get signal() { return whenOver(); } });
      const result: unknown = given instanceof Promise ? await given : given;
      if (result instanceof Response) {
        if (spec.result === "text/event-stream") watchCredentials(() => isStill(request, address, asker), () => ended.abort(), whenOver());
        return result;
      }
      context.env.ready = isReady(result) ? result : spec.status === 204 ? readyAnswer(null, {}, 204) : readyAnswer(JSON.stringify(result), { "content-type": json }, spec.status);
      return elsewhere;
    });
  };
  for (const each of fixed) add(each);
  for (const path of new Set(fixed.map(({ spec }) => spec.path))) {
    app.all(pattern(path), (context) => {
      checkHost(context.req.raw, settings.hosts());
      limit(`nobody ${context.env.remote}`);
      const own = fixed.filter(({ spec }) => spec.path === path).map(({ spec }) => spec.method.toUpperCase());
      const methods = [...own, ...(own.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
      if (context.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: methods.join(", ") } });
      const pathname = pathOf(context.req.raw);
      return answer(new LockstepError("LS709", { message: `${context.req.method} is not for ${pathname}; it takes ${methods.join(", ")}`, place: pathname }), { allow: methods.join(", ") });
    });
  }
  for (const each of routes) if (isOpenEnded(each)) add(each);
  app.notFound((context) => {
    checkHost(context.req.raw, settings.hosts());
    limit(`nobody ${context.env.remote}`);
    const pathname = pathOf(context.req.raw);
    return answer(new LockstepError("LS706", { message: `there is nothing at ${pathname}`, place: pathname }));
  });
  app.onError((error, context) => {
    if (error instanceof LockstepError) {
      if (errorStatus(error.code) >= 500) world.log.error({ code: error.code, request: context.env.request, path: pathOf(context.req.raw) }, world.io.redact(error.message));
      const wait = (error.cause as { readonly retryAfter?: unknown } | undefined)?.retryAfter;
      return answer(new LockstepError(error.code, { message: world.io.redact(error.message), ...(error.place === null ? {} : { place: world.io.redact(error.place) }), todo: error.todo }), typeof wait === "number" ? { "retry-after": String(wait) } : {});
    }
    world.log.error({ request: context.env.request, path: pathOf(context.req.raw), stack: world.io.redact(error.stack ?? String(error)) }, "a fault of Lockstep itself");
    return Response.json({ code: "LS000", title: "a fault of Lockstep itself", message: `the server failed at this request, ${context.env.request}`, place: null, todo: "Look at the server's log under this id, and report it." }, { status: 500, headers: { "content-type": "application/problem+json" } });
  });
  const answered = async (request: Request, remote: string): Promise<ReadyAnswer | Response> => {
    const id = randomUUID();
    const began = world.clock.monotonic();
    // HEAD is GET whose body nobody reads: what streams has to end at once.
    const head = request.method === "HEAD";
    const read = new AbortController();
    const env: Bindings = { remote, request: id };
    const routed = await app.fetch(head ? new Request(request.url, { headers: request.headers, signal: AbortSignal.any([request.signal, read.signal]) }) : request, env);
    if (head) {
      await routed.body?.cancel();
      read.abort();
    }
    const made = env.ready === undefined ? withHeaders(head ? new Response(null, routed) : routed, id) : readyAnswer(head ? null : env.ready.body, { ...secure, "x-request-id": id, ...env.ready.headers }, env.ready.status);
    world.log.info({ request: id, method: request.method, path: pathOf(request), status: made.status, ms: Math.round(world.clock.monotonic() - began) }, "answered");
    return made;
  };
  return {
    answer: answered,
    fetch: async (request, remote = "local") => {
      const made = await answered(request, remote);
      return made instanceof Response ? made : responseOf(made);
    },
  };
};

const secure = Object.fromEntries(securityHeaders);

const withHeaders = (response: Response, id: string): Response => {
  for (const [name, value] of securityHeaders) if (!response.headers.has(name)) response.headers.set(name, value);
  response.headers.set("x-request-id", id);
  return response;
};

/** Whoever only signs what they send (a webhook) sends little; strangers together would else fill the memory before anybody looks at a signature. */
const strangersBody = 1_000_000;

/** Answers whatever no other address does, so it comes after all others and has no say in which methods they take. */
const isOpenEnded = ({ spec }: AnyRoute): boolean => spec.path.endsWith("*");

/** `/runs/{id}` as the router writes it. What stands before a name within its part of the path (`report.{format}`) stays with what is given for it. */
const pattern = (path: string): string => path.replaceAll(/\/([^/{}]*)\{(\w+)\}/g, (_, before: string, name: string) => `/:${name}${before === "" ? "" : `{${before.replaceAll(".", "\\.")}[^/]+}`}`);

/* What stands for a name that no address can hold as it is, is that name for every route. */
const namesOf = (params: Readonly<Record<string, string>>): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(params).map(([name, piece]) => [name, ofSegment(piece)]));

const refused = (principal: Principal, scope: string): LockstepError =>
  principal.scopes.length === 0
    ? new LockstepError("LS701", { message: "nobody is signed in" })
    : new LockstepError("LS702", { message: `${principal.name} may ${principal.scopes.join(", ")}, and this needs ${scope}` });

const answer = (error: LockstepError, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(problemOf(error), { status: errorStatus(error.code), headers: { "content-type": "application/problem+json", ...(errorStatus(error.code) === 401 ? { "www-authenticate": 'Bearer realm="lockstep"' } : {}), ...headers } });

/** A request's address is whole and normal: a scheme, a host, the path, and perhaps a query. */
const pathOf = ({ url }: Request): string => /^[^/]*\/\/[^/]*([^?#]*)/.exec(url)?.[1] ?? "/";

const queryOf = ({ url }: Request): Readonly<Record<string, string>> => (url.includes("?") ? Object.fromEntries(new URL(url).searchParams) : {});

const withBody = (request: Request, bytes: Uint8Array): Request => new Request(request.url, { method: request.method, headers: request.headers, body: Buffer.from(bytes), signal: request.signal });

/** The bytes of a body that says it is JSON: a form of another site cannot say so. */
const jsonBytes = (request: Request, most: number): Promise<Uint8Array> => {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) throw new LockstepError("LS707", { message: type === "" ? "the body has no content type" : `the body is ${type.slice(0, 60)}`, place: "Content-Type", todo: "Send application/json." });
  return readBody(request, most);
};
