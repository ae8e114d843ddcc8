import { answerText } from "../../../core/answers/answer-text.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { refusedStatus, serverMessage } from "../../../core/answers/refuse-status.ts";
import { listNames } from "../../../core/answers/list-names.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { numberOf } from "../../../core/json/number-of.ts";
import { textOf } from "../../../core/json/text-of.ts";
import type { SignatureField } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";
import { dtypeOf } from "./datatype.ts";
import { modelPath } from "./locate-model.ts";

/** A declared tensor, with the content type that MLServer may add to it. */
export interface TensorSignature extends SignatureField {
  readonly datatype: string;
  readonly contentType: string | null;
}

export interface ModelMetadata {
  readonly platform: string | null;
  readonly versions: readonly string[];
  /** Empty when the model declares none. */
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  readonly contentType: string | null;
  /** The path that requests go to, without `/infer`: some servers know no version paths. */
  readonly path: string;
  readonly versionIgnored: boolean;
}

/** Some servers (KServe) answer 501 to every path that names a version. */
const notImplemented = 501;

/** What the model declares of itself; LS306 when the server does not know it, with the models it does know. */
export async function modelMetadata(transport: Transport, prefix: string, model: string, version: string | null, signal?: AbortSignal): Promise<ModelMetadata> {
  const ask = (path: string) => transport.send({ method: "GET", url: path, ...(signal === undefined ? {} : { signal }) });
  let path = modelPath(prefix, model, version);
  let answer = await ask(path);
  const versionIgnored = version !== null && answer.status === notImplemented;
  if (versionIgnored) {
    path = modelPath(prefix, model, null);
    answer = await ask(path);
  }
  const place = transport.address + path;
  const named = version === null ? model : `${model}, version ${version}`;
  if (answer.status === 404 || answer.status === 400) {
    const known = await listModels(transport, prefix, signal);
    const list = known === null || known.length === 0 ? "" : `; it has: ${listNames(known)}`;
    throw new LockstepError("LS306", { message: `the server does not know the model ${named} (${answer.status}: ${serverMessage(answerText(answer))})${list}`, place });
  }
  if (answer.status === 503) throw new LockstepError("LS306", { message: `the model ${named} is not ready (503)`, place, todo: "Wait until it is loaded, then run again." });
  const refused = refusedStatus(answer, place);
  if (refused !== null) throw refused;
  const body = asObject(readAnswer(answer, place));
  const versions = strings(body["versions"]);
  if (versionIgnored && versions.length > 0 && !versions.includes(version)) {
    throw new LockstepError("LS306", { message: `the model ${model} has the versions ${versions.join(", ")}, not ${version}`, place, todo: "Name one of these with --model-version." });
  }
  return {
    platform: text(body["platform"]),
    versions,
    inputs: tensors(body["inputs"]),
    outputs: tensors(body["outputs"]),
    contentType: text(asObject(body["parameters"])["content_type"]),
    path,
    versionIgnored,
  };
}

/** Names of the models that are ready: `GET /v2/models`, or the repository's index; null when the server lists none. */
export async function listModels(transport: Transport, prefix: string, signal?: AbortSignal): Promise<readonly string[] | null> {
  const abort = signal === undefined ? {} : { signal };
  const list = await transport.send({ method: "GET", url: `${prefix}/v2/models`, ...abort });
  if (list.status === 200) {
    const body = readAnswer(list, `${transport.address}${prefix}/v2/models`);
    const models = Array.isArray(body) ? body : asObject(body)["models"];
    if (Array.isArray(models)) return names(models as readonly JsonValue[]);
  }
  const index = await transport.send({ method: "POST", url: `${prefix}/v2/repository/index`, body: "{}", headers: { "content-type": "application/json" }, ...abort });
  if (index.status !== 200) return null;
  const body = readAnswer(index, `${transport.address}${prefix}/v2/repository/index`);
  return Array.isArray(body) ? names(body as readonly JsonValue[]) : null;
}

function names(models: readonly JsonValue[]): readonly string[] {
  const found = new Set<string>();
  for (const model of models) {
    if (typeof model === "string") found.add(model);
    const { name, state } = asObject(model);
    if (typeof name === "string" && (typeof state !== "string" || state === "" || state.toUpperCase() === "READY")) found.add(name);
  }
  return [...found].sort();
}

function tensors(value: JsonValue | undefined): readonly TensorSignature[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).flatMap((item) => {
    const { name, datatype, shape, parameters } = asObject(item);
    if (typeof name !== "string" || typeof datatype !== "string") return [];
    const dimensions = Array.isArray(shape) ? (shape as readonly JsonValue[]).map(numberOf) : [-1];
    return [{ name, datatype, dtype: dtypeOf(datatype) ?? "json", shape: dimensions, contentType: text(asObject(parameters)["content_type"]) }];
  });
}

const text = (value: JsonValue | undefined): string | null => (typeof value === "string" && value !== "" ? value : null);
const strings = (value: JsonValue | undefined): readonly string[] => (Array.isArray(value) ? (value as readonly JsonValue[]).map(textOf) : []);
const asObject = (value: JsonValue | undefined): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
