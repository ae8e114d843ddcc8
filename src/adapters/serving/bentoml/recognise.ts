import { answerText } from "../../../core/answers/answer-text.ts";
import { listNames } from "../../../core/answers/list-names.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import { textOf } from "../../../core/json/text-of.ts";
import type { ServingOptions } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";
import { asObject } from "./resolve-schema.ts";

/** What a service says of itself, and where its paths begin. */
export interface ServiceDocument {
  readonly document: JsonObject;
  readonly root: string;
  /** Paths of its APIs by POST, without those of queued tasks. */
  readonly apis: readonly string[];
  readonly name: string;
}

/** `/docs.json` describes operations as BentoML does; other services with such a document have it elsewhere. */
export async function recognise(transport: Transport, options: ServingOptions): Promise<string | null> {
  const found = await serviceDocument(transport, options.path);
  return found === null ? null : `GET ${found.root}/docs.json describes the BentoML service ${found.name} with ${listNames(found.apis.map((path) => `POST ${path}`))}`;
}

/** The document beside the URL's path or above it; null when there is none, or it is not BentoML's. */
export async function serviceDocument(transport: Transport, path: string, signal?: AbortSignal): Promise<ServiceDocument | null> {
  const bare = (path.split("?")[0] ?? "").replace(/\/+$/, "");
  for (const root of new Set([bare, bare.replace(/\/[^/]*$/, ""), ""])) {
    const url = `${root}/docs.json`;
    const answer = await transport.send({ method: "GET", url, ...(signal === undefined ? {} : { signal }) });
    if (answer.status === 401 || answer.status === 403) throw refusedStatus(answer, transport.address + url) ?? new Error("unreachable");
    const document = answer.status === 200 ? parse(answerText(answer)) : {};
    const apis = Object.entries(asObject(document["paths"])).flatMap(([at, item]) => (isApi(asObject(asObject(item)["post"])) && !/\/(submit|retry|cancel)$/.test(at) ? [at] : []));
    if (apis.length > 0) return { document, root, apis, name: textOf(asObject(document["info"])["title"]) };
  }
  return null;
}

const isApi = (operation: JsonObject): boolean => operation["x-bentoml-name"] !== undefined || (Array.isArray(operation["tags"]) && (operation["tags"] as readonly JsonValue[]).includes("Service APIs"));

function parse(text: string): JsonObject {
  try {
    return asObject(readJson(text));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return {};
    throw error;
  }
}
