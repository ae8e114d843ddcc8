import { errorInAnswer } from "../../../core/answers/error-in-answer.ts";
import { listNames } from "../../../core/answers/list-names.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { replicaOf } from "../../../core/answers/replica-of.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { rowsOfPredictions } from "../../../core/outputs/rows-of-predictions.ts";
import type { InputRow, ModelClient, ModelDescription, OutputRow, Prediction, ServingOptions } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";
import { locateModel, modelPath } from "./locate-model.ts";
import { modelsOf, stateOf } from "./recognise.ts";
import { buildRequest, type RequestFormat, requestFormat } from "./request-format.ts";

const jsonHeaders = { "content-type": "application/json" };

const formatWords: Readonly<Record<RequestFormat, string>> = { matrix: "each row goes as a list of its values", records: "each row goes as an object of its columns", frames: "each row goes as a list of one object, a data frame" };

/** A model behind KServe's v1 protocol; which one is asked once, on `describe` or the first prediction. */
export function createKserveV1Client(transport: Transport, options: ServingOptions): ModelClient {
  if (options.version !== null) {
    throw new LockstepError("LS105", { message: `KServe v1 knows no versions, so --model-version ${options.version} cannot be asked for`, place: "--model-version", todo: "Leave it out, or give it for the other side alone: --reference-model-version or --candidate-model-version." });
  }
  const format = requestFormat(options.template);
  const { prefix, model: named } = locateModel(options);
  let found: Promise<string> | null = null;

  const once = (signal?: AbortSignal): Promise<string> => {
    found ??= readyModel(transport, prefix, named, signal).catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };

  return {
    protocol: "kserve-v1",
    address: transport.address + options.path,
    async describe(signal): Promise<ModelDescription> {
      const model = await once(signal);
      const detection = `KServe v1: ${formatWords[format]}${options.template === null ? ", since the protocol declares no inputs" : ", as asked"}`;
      return { model, version: null, platform: null, inputs: null, outputs: null, namedColumns: format !== "matrix", batches: true, detection };
    },
    async predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction> {
      const path = `${modelPath(prefix, await once(signal))}:predict`;
      const place = transport.address + path;
      const answer = await transport.send({ method: "POST", url: path, body: buildRequest(rows, format), headers: jsonHeaders, ...(signal === undefined ? {} : { signal }) });
      const refused = refusedStatus(answer, place);
      if (refused !== null) throw withFormats(refused, format);
      return { status: answer.status, rows: predictionsOf(readAnswer(answer, place), rows.length, place), latencyMs: answer.latencyMs, replica: replicaOf(answer, options.replicaHeader) };
    },
    close: () => transport.close(),
  };
}

function predictionsOf(body: JsonValue, rows: number, place: string): readonly OutputRow[] {
  const error = errorInAnswer(body);
  if (error !== null) throw new LockstepError("LS405", { message: `answered 200 with an error: ${error}`, place });
  const object = typeof body === "object" && body !== null && !Array.isArray(body) ? (body as JsonObject) : {};
  const { predictions } = object;
  if (predictions === undefined) throw new LockstepError("LS404", { message: `the answer has no predictions; it has ${listNames(Object.keys(object)) || "no fields"}`, place });
  return rowsOfPredictions(predictions, rows, true, place);
}

/** The protocol declares nothing, so the way in which rows were sent may be what the model refuses. */
function withFormats(error: LockstepError, format: RequestFormat): LockstepError {
  if (error.code !== "LS405") return error;
  const others = Object.keys(formatWords).filter((name) => name !== format);
  return new LockstepError(error.code, { message: error.message, todo: `Rows were sent as ${format}; if the model wants them otherwise, give --template ${others.join(" or ")}. Otherwise look at the server's log.`, ...(error.place === null ? {} : { place: error.place }) });
}

async function readyModel(transport: Transport, prefix: string, named: string | null, signal?: AbortSignal): Promise<string> {
  const abort = signal === undefined ? {} : { signal };
  const listPath = `${prefix}/v1/models`;
  const models = modelsOf(await transport.send({ method: "GET", url: listPath, ...abort }));
  const place = transport.address + listPath;
  if (named === null) {
    const [only] = models ?? [];
    if (models === null || only === undefined) throw new LockstepError("LS306", { message: `no model is named, and the server lists none`, place, todo: "Name the model with --model." });
    if (models.length > 1) throw new LockstepError("LS306", { message: `the server has ${models.length} models: ${listNames(models)}`, place, todo: "Name one of them with --model." });
  }
  const model = named ?? (models?.[0] as string);
  const path = modelPath(prefix, model);
  const answer = await transport.send({ method: "GET", url: path, ...abort });
  const list = models === null || models.length === 0 ? "" : `; it has: ${listNames(models)}`;
  if (answer.status === 404) throw new LockstepError("LS306", { message: `the server does not know the model ${model}${list}`, place: transport.address + path });
  if (answer.status === 503 || stateOf(answer)?.ready === false) throw new LockstepError("LS306", { message: `the model ${model} is not ready`, place: transport.address + path, todo: "Wait until it is loaded, then run again." });
  const refused = refusedStatus(answer, transport.address + path);
  if (refused !== null) throw refused;
  return model;
}
