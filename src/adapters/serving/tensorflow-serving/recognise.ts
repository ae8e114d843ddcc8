import { answerText } from "../../../core/answers/answer-text.ts";
import { refusedStatus, serverMessage } from "../../../core/answers/refuse-status.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import type { ServingOptions } from "../../../ports/serving.ts";
import type { Transport, TransportAnswer } from "../../../ports/transport.ts";
import { locateModel, modelPath } from "./locate-model.ts";

/** The state of the model's versions; or, where no model is named or known, the words in which this server refuses a path. */
export async function recognise(transport: Transport, options: ServingOptions): Promise<string | null> {
  const { prefix, model, version } = locateModel(options);
  const path = model === null ? `${prefix}/v1/models` : modelPath(prefix, model, version);
  const answer = await transport.send({ method: "GET", url: path });
  if (answer.status === 401 || answer.status === 403) throw refusedStatus(answer, transport.address + path) ?? new Error("unreachable");
  if (versionStates(answer) !== null) return `GET ${path} answered with the state of the model's versions`;
  const said = answer.status === 400 || answer.status === 404 ? serverMessage(answerText(answer)) : "";
  return /^(Malformed request: GET |Could not find any versions of model |Servable not found for request: )/.test(said) ? `GET ${path} answered ${answer.status} "${said}", as TensorFlow Serving does` : null;
}

export interface VersionState {
  readonly version: string;
  readonly state: string;
  readonly message: string;
}

/** `{model_version_status: […]}` of an answer; null when it is none. */
export function versionStates(answer: TransportAnswer): readonly VersionState[] | null {
  let body: JsonValue;
  try {
    body = answer.status === 200 ? readJson(answerText(answer)) : null;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
  const { model_version_status: states } = asObject(body);
  if (!Array.isArray(states)) return null;
  return (states as readonly JsonValue[]).map((item) => {
    const { version, state, status } = asObject(item);
    return { version: text(version), state: text(state), message: text(asObject(status ?? null)["error_message"]) };
  });
}

const text = (value: JsonValue | undefined): string => (typeof value === "string" || typeof value === "bigint" ? String(value) : "");
const asObject = (value: JsonValue): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
