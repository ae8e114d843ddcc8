import { answerText } from "../../../core/answers/answer-text.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import type { Transport } from "../../../ports/transport.ts";
import { asObject } from "./openapi-schema.ts";

/** The service's OpenAPI document beside the path, or at a folder above it; null when it has none. */
export async function openApiDocument(transport: Transport, path: string, signal?: AbortSignal): Promise<{ readonly document: JsonObject; readonly root: string } | null> {
  const steps = (path.split("?")[0] ?? "").split("/").filter((step) => step !== "");
  const roots = [...new Set(["", ...(steps.length > 1 ? [`/${steps[0]}`] : [])])];
  for (const root of roots) {
    const answer = await transport.send({ method: "GET", url: `${root}/openapi.json`, ...(signal === undefined ? {} : { signal }) });
    if (answer.status === 401 || answer.status === 403) throw refusedStatus(answer, `${transport.address}${root}/openapi.json`) ?? new Error("unreachable");
    if (answer.status !== 200) continue;
    let body: JsonValue;
    try {
      body = readJson(answerText(answer));
    } catch (error) {
      if (error instanceof JsonSyntaxError) continue;
      throw error;
    }
    if (Object.keys(asObject(asObject(body)["paths"])).length > 0) return { document: asObject(body), root };
  }
  return null;
}
