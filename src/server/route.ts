import type { z } from "zod";
import type { ServerWorld } from "../app/serve/server-world.ts";
import type { Principal, Scope } from "../core/domain/access.ts";
import type { GuessLimit } from "./access/limit-guesses.ts";
import type { ReadyAnswer } from "./ready-answer.ts";

export type Method = "get" | "post" | "put" | "delete";

/** What a handler gets: everything checked already. */
export interface RouteRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body as it came, where the route has it so (`reads: "bytes"`). */
  readonly bytes: Uint8Array;
  /** Whoever asks; on a route without a scope it may be nobody. */
  readonly principal: Principal;
  readonly world: ServerWorld;
  /** As it came: headers, and the body where the route reads it itself (`reads: "raw"`). */
  readonly request: Request;
  /** The address it came from. */
  readonly remote: string;
  /** For what looks at a secret itself. */
  readonly guesses: GuessLimit;
  /** Aborted when whoever asked is gone, or the server stops. */
  readonly signal: AbortSignal;
}

/** One address and method, with all that is known of it beforehand: OpenAPI, the checks of access and the dashboard's client are made from it. */
export interface RouteSpec<M extends Method, P extends string, Params, Query, Body, Result> {
  readonly method: M;
  /** `/api/v1/runs/{id}`. */
  readonly path: P;
  /** What whoever asks must be allowed; null: anybody may, signed in or not. */
  readonly scope: Scope | null;
  /** With a scope of null: what whoever asks must be allowed unless a signature over the body stands for them, which the handler looks at. */
  readonly unsigned?: Scope;
  /** The resource it belongs to, as the documentation groups them. */
  readonly tag: string;
  readonly summary: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** What is answered: a schema of JSON, or the media type of anything else. */
  readonly result: z.ZodType<Result> | string;
  /** 200 when left out. */
  readonly status?: 200 | 201 | 202 | 204;
  /** `raw`: the handler reads the body itself, whatever it is, within the limit. `bytes`: it says that it is JSON, as `body` describes, and is given as it came, for another thread to read. Otherwise it is JSON and checked against `body`. */
  readonly reads?: "raw" | "bytes";
}

// oxlint-disable-next-line typescript/no-explicit-any -- a list of routes holds routes of every type; each was checked where it was made
export type AnyRoute = Route<any, any, any, any, any, any>;

export interface Route<M extends Method, P extends string, Params, Query, Body, Result> {
  readonly spec: RouteSpec<M, P, Params, Query, Body, Result>;
  readonly handle: (request: RouteRequest<Params, Query, Body>) => Promise<Result | Response | ReadyAnswer> | Result | Response | ReadyAnswer;
}

/** Joins an address with what answers there. What a handler throws as `LockstepError` becomes a problem with its code; anything else is a fault of ours. */
export const route = <const M extends Method, const P extends string, Result, Params = Readonly<Record<string, never>>, Query = Readonly<Record<string, never>>, Body = undefined>(
  spec: RouteSpec<M, P, Params, Query, Body, Result>, handle: Route<M, P, Params, Query, Body, Result>["handle"],
): Route<M, P, Params, Query, Body, Result> => ({ spec, handle });
