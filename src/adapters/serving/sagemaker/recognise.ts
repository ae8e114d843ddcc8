import { answerText, htmlTitle } from "../../../core/answers/answer-text.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import type { ServingOptions } from "../../../ports/serving.ts";
import type { Transport, TransportAnswer } from "../../../ports/transport.ts";

/** What precedes `/invocations`, without a slash at its end. */
export const prefixOf = (path: string): string => (path.split("?")[0] ?? "").replace(/\/+$/, "").replace(/\/(invocations|ping)$/, "");

/** Whether the URL is that of an endpoint, rather than of a container. */
export const isEndpoint = (path: string): boolean => /\/endpoints\/[^/]+\/invocations\/*(\?|$)/.test(path);

/** A container whose OpenAPI document says what `/invocations` takes is better asked by that document, as plain JSON. */
function describesInvocations(answer: TransportAnswer): boolean {
  if (answer.status !== 200) return false;
  let value: JsonValue | undefined;
  try {
    value = readJson(answerText(answer));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
  for (const key of ["paths", "/invocations", "post", "requestBody"]) value = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject)[key] : undefined;
  return value !== undefined;
}

/**
 * `/ping` is healthy and `/invocations` exists, but takes no GET; MLflow's server has both, and a version number at `/version`. The URL of
 * an endpoint, behind a proxy that signs requests, has no `/ping`: its path says enough.
 */
export async function recognise(transport: Transport, options: ServingOptions): Promise<string | null> {
  const prefix = prefixOf(options.path);
  const get = (path: string): Promise<TransportAnswer> => transport.send({ method: "GET", url: prefix + path });
  if (isEndpoint(options.path)) return `the URL is that of an endpoint: ${prefix}/invocations`;
  const ping = await get("/ping");
  if (ping.status === 401 || ping.status === 403) throw refusedStatus(ping, `${transport.address}${prefix}/ping`) ?? new Error("unreachable");
  if (ping.status !== 200 || htmlTitle(answerText(ping)) !== null) return null;
  const invocations = await get("/invocations");
  // A server that answers every path with the same page or document keeps no contract.
  if (invocations.status === 404 || (invocations.status >= 200 && invocations.status < 400)) return null;
  const version = await get("/version");
  if (version.status === 200 && /^\d+\.\d+[\w.+-]*$/.test(answerText(version).trim())) return null;
  if (describesInvocations(await get("/openapi.json"))) return null;
  return `GET ${prefix}/ping answered 200, GET ${prefix}/invocations ${invocations.status} and GET ${prefix}/version ${version.status}, so it is no MLflow server`;
}
