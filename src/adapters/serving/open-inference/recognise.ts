import { answerText, htmlTitle } from "../../../core/answers/answer-text.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import type { ServingOptions } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";
import { locateModel } from "./locate-model.ts";

/** Ready by status alone (bodies differ between servers), or server metadata while it is not ready. */
export async function recognise(transport: Transport, options: ServingOptions): Promise<string | null> {
  const { prefix } = locateModel(options);
  const readyPath = `${prefix}/v2/health/ready`;
  const ready = await transport.send({ method: "GET", url: readyPath });
  if (ready.status === 401 || ready.status === 403) throw refusedStatus(ready, transport.address + readyPath) ?? new Error("unreachable");
  if (ready.status === 200 && htmlTitle(answerText(ready)) === null) return `GET ${readyPath} answered 200`;
  const server = await serverMetadata(transport, prefix);
  return server === null ? null : `GET ${prefix}/v2 describes a server${typeof server["name"] === "string" ? ` (${server["name"]})` : ""}`;
}

/** `GET /v2` when it answers as the protocol says: an object with a name and a list of extensions; null otherwise. */
export async function serverMetadata(transport: Transport, prefix: string, signal?: AbortSignal): Promise<JsonObject | null> {
  const answer = await transport.send({ method: "GET", url: `${prefix}/v2`, ...(signal === undefined ? {} : { signal }) });
  if (answer.status !== 200) return null;
  let body: JsonValue;
  try {
    body = readJson(answerText(answer));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const server = body as JsonObject;
  return Array.isArray(server["extensions"]) || (typeof server["name"] === "string" && typeof server["version"] === "string") ? server : null;
}
