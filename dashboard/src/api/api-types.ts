import type { Method, RouteSpec } from "../../../src/server/route.ts";
import type { resources } from "../../../src/server/routes.ts";

type Known = (typeof resources)[number]["spec"];
type SpecOf<M extends Method, P extends string> = Extract<Known, { readonly method: M; readonly path: P }>;
/* oxlint-disable typescript/no-explicit-any -- what is not asked for in a pattern may be anything */
type Parts<S> = S extends RouteSpec<any, any, infer Params, infer Query, infer Body, infer Result> ? { readonly params: Params; readonly query: Query; readonly body: Body; readonly result: Result } : never;
/* oxlint-enable typescript/no-explicit-any */
/** What an address may be asked with: a parameter that is null or left out is not sent. */
type Asked<Query> = { readonly [Name in keyof Query]?: Query[Name] | string | null | undefined };

/** The addresses that a method has at the server. */
export type PathOf<M extends Method> = Extract<Known, { readonly method: M }>["path"] & string;
type ParamsOf<M extends Method, P extends string> = Parts<SpecOf<M, P>>["params"];
type QueryOf<M extends Method, P extends string> = Asked<Parts<SpecOf<M, P>>["query"]>;
export type BodyOf<M extends Method, P extends string> = Parts<SpecOf<M, P>>["body"];
/** What the server answers there, as its own schema has it. */
export type ResultOf<M extends Method, P extends string> = Parts<SpecOf<M, P>>["result"];

/** What a call is given besides its address; `params` are asked for where the address has any. */
export type Given<M extends Method, P extends string> = (P extends `${string}{${string}` ? { readonly params: ParamsOf<M, P> } : { readonly params?: never }) & { readonly query?: QueryOf<M, P> };
