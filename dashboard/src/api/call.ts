import { toSegment } from "../../../src/core/pages/address-segment.ts";
import type { Method } from "../../../src/server/route.ts";
import { ApiProblem } from "./api-problem.ts";
import type { BodyOf, Given, PathOf, ResultOf } from "./api-types.ts";

interface Loose {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
}

/** An address with its parameters in it; names may hold anything. */
export const addressOf = (path: string, { params = {}, query = {} }: Loose): string => {
  const asked = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === null || value === undefined || value === "" ? [] : [[name, String(value)] as [string, string]])));
  return `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => toSegment(String(params[name])))}${asked.size === 0 ? "" : `?${asked.toString()}`}`;
};

const problemOf = async (response: Response): Promise<ApiProblem> => {
  const said = (await response.json().catch(() => null)) as { code?: string; message?: string; place?: string | null; todo?: string } | null;
  return new ApiProblem({
    code: said?.code ?? `HTTP ${response.status}`, status: response.status, place: said?.place ?? null,
    message: said?.message ?? `the server answered ${response.status} without saying why`, todo: said?.todo ?? "Try again; if it comes back, look at the server’s log.",
  });
};

const sent = async (address: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(address, { ...init, credentials: "same-origin", headers: { accept: "application/json", ...init.headers } });
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new ApiProblem({ code: "unreachable", status: 0, message: "the server does not answer", todo: "See whether lockstep serve still runs, and whether this machine has a network. The page tries again by itself." });
  }
};

/** JSON from an address that was put together already. What is not the server's good answer is thrown as `ApiProblem`. */
export const fetchJson = async (address: string, init: RequestInit = {}): Promise<unknown> => {
  const response = await sent(address, init);
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? undefined : response.json();
};

/** What an address answered, and by what the server knows it again. */
export interface Fetched {
  readonly data: unknown;
  readonly tag: string | null;
}

/** The same for whoever asks again: what they had, and the very same of it, where the server says that nothing is new. */
export const fetchAgain = async (address: string, had: Fetched | null): Promise<Fetched> => {
  const tag = had?.tag ?? null;
  const response = await sent(address, tag === null ? {} : { headers: { "if-none-match": tag } });
  if (response.status === 304 && had !== null) return had;
  if (!response.ok) throw await problemOf(response);
  return { data: response.status === 204 ? undefined : await response.json(), tag: response.headers.get("etag") };
};

/** Reads from the server, by the address as it stands in its table of routes. */
export const get = async <P extends PathOf<"get">>(path: P, given: Given<"get", P>, signal?: AbortSignal): Promise<ResultOf<"get", P>> =>
  (await fetchJson(addressOf(path, given as Loose), signal === undefined ? {} : { signal })) as ResultOf<"get", P>;

/** Changes something at the server, as `send("post", "/api/v1/…", {params}, body)`. */
export const send = async <M extends Exclude<Method, "get">, P extends PathOf<M>>(method: M, path: P, given: Given<M, P>, body?: BodyOf<M, P>): Promise<ResultOf<M, P>> =>
  (await fetchJson(addressOf(path, given as Loose), { method: method.toUpperCase(), ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) })) as ResultOf<M, P>;
