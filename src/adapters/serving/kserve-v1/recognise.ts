import { answerText } from "../../../core/answers/answer-text.ts";
import { listNames } from "../../../core/answers/list-names.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import type { ServingOptions } from "../../../ports/serving.ts";
import type { Transport, TransportAnswer } from "../../../ports/transport.ts";
import { locateModel, modelPath } from "./locate-model.ts";

/** `GET /v1/models` lists models, or the named model says whether it is ready; TensorFlow Serving does neither, it tells versions. */
export async function recognise(transport: Transport, options: ServingOptions): Promise<string | null> {
  const { prefix, model } = locateModel(options);
  const listPath = `${prefix}/v1/models`;
  const list = await transport.send({ method: "GET", url: listPath });
  if (list.status === 401 || list.status === 403) throw refusedStatus(list, transport.address + listPath) ?? new Error("unreachable");
  const models = modelsOf(list);
  if (models !== null) return `GET ${listPath} lists ${models.length === 0 ? "no models" : `the models ${listNames(models)}`}`;
  if (model === null) return null;
  const path = modelPath(prefix, model);
  const state = stateOf(await transport.send({ method: "GET", url: path }));
  return state === null ? null : `GET ${path} answered with the model's name and that it is ${state.ready ? "" : "not "}ready`;
}

/** Names in `{models: […]}`, or in the bare list of early versions; null for anything else. */
export function modelsOf(answer: TransportAnswer): readonly string[] | null {
  const body = jsonOf(answer);
  const models = Array.isArray(body) ? body : asObject(body)["models"];
  return Array.isArray(models) && models.every((name) => typeof name === "string") ? (models as readonly string[]) : null;
}

/** `{name, ready}`, where `ready` is a truth or, of early versions, its text; null for anything else. */
export function stateOf(answer: TransportAnswer): { readonly ready: boolean } | null {
  const { name, ready } = asObject(jsonOf(answer));
  if (typeof name !== "string" || (typeof ready !== "boolean" && typeof ready !== "string")) return null;
  return { ready: ready === true || (typeof ready === "string" && ready.toLowerCase() === "true") };
}

function jsonOf(answer: TransportAnswer): JsonValue {
  try {
    return answer.status === 200 ? readJson(answerText(answer)) : null;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

const asObject = (value: JsonValue): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
