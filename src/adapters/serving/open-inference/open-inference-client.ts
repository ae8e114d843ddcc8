import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { replicaOf } from "../../../core/answers/replica-of.ts";
import { listNames } from "../../../core/answers/list-names.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import type { InputRow, ModelClient, ModelDescription, Prediction, ServingOptions, SignatureField } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";
import { buildBinaryRequest, buildRequest, columnFit } from "./build-request.ts";
import { jsonLengthHeader, readInferAnswer } from "./infer-answer.ts";
import { locateModel } from "./locate-model.ts";
import { listModels, modelMetadata } from "./model-metadata.ts";
import { readResponse } from "./read-response.ts";
import { serverMetadata } from "./recognise.ts";
import { forcedRequest, type RequestLayout, requestLayout, takesBatches } from "./request-layout.ts";

const jsonHeaders = { "content-type": "application/json" };

interface Prepared {
  readonly description: ModelDescription;
  readonly layout: RequestLayout;
  /** Whether tensors travel as raw bytes. */
  readonly binary: boolean;
  readonly inferPath: string;
  /** The whole address, for messages. */
  readonly asked: string;
}

/** A model behind the Open Inference Protocol; what it declares is asked once, on `describe` or the first prediction. */
export function createOpenInferenceClient(transport: Transport, options: ServingOptions): ModelClient {
  const place = locateModel(options);
  let prepared: Promise<Prepared> | null = null;
  let ready: Prepared | null = null;
  let requests = 0;

  const prepare = async (signal?: AbortSignal): Promise<Prepared> => {
    const server = await serverMetadata(transport, place.prefix, signal);
    const serverName = typeof server?.["name"] === "string" ? server["name"] : null;
    const model = place.model ?? (await onlyModel(transport, place.prefix, signal));
    const metadata = await modelMetadata(transport, place.prefix, model, place.version, signal);
    const forced = forcedRequest(options.template);
    const { layout, because } = requestLayout(metadata, serverName, forced.layout);
    const binary = forced.encoding === "binary" || (forced.encoding === null && speaksBinaryTensors(server));
    const inferPath = `${metadata.path}/infer`;
    const notes = [`Open Inference Protocol v2: ${because}`];
    if (binary) notes.push(`tensors travel as raw bytes, ${forced.encoding === null ? "which GET /v2 names among the extensions" : "as asked"}`);
    if (metadata.versionIgnored) notes.push(`the server knows no version paths, so version ${place.version} was not asked for by name`);
    const columns = options.columns ?? null;
    if (columns !== null) {
      const { unused, missing } = columnFit(layout, columns);
      if (missing.length > 0) throw new LockstepError("LS406", { message: `the model ${model} wants the inputs ${listNames(missing)}, which the rows do not have; they have: ${listNames(columns)}`, place: transport.address + inferPath });
      if (unused.length > 0) notes.push(`not sent, since the model does not declare them: ${listNames(unused)}`);
    }
    const signature = ({ name, dtype, shape }: SignatureField): SignatureField => ({ name, dtype, shape });
    return {
      layout,
      binary,
      inferPath,
      asked: transport.address + inferPath,
      description: {
        model,
        version: place.version ?? (metadata.versions.length === 1 ? (metadata.versions[0] ?? null) : null),
        platform: metadata.platform ?? serverName,
        inputs: metadata.inputs.length === 0 ? null : metadata.inputs.map(signature),
        outputs: metadata.outputs.length === 0 ? null : metadata.outputs.map(signature),
        namedColumns: layout.kind === "columns",
        batches: takesBatches(metadata),
        detection: notes.join("; "),
      },
    };
  };

  const once = (signal?: AbortSignal): Promise<Prepared> => {
    prepared ??= prepare(signal).then(
      (done) => (ready = done),
      (error: unknown) => {
        prepared = null;
        throw error;
      },
    );
    return prepared;
  };

  return {
    protocol: "open-inference",
    address: transport.address + options.path,
    describe: async (signal) => (await once(signal)).description,
    async predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction> {
      const { layout, binary, inferPath, asked } = ready ?? (await once(signal));
      const id = `lockstep-${(requests += 1)}`;
      const request = binary ? binaryRequest(layout, rows, id, asked) : { body: buildRequest(layout, rows, id, asked), headers: jsonHeaders };
      const answer = await transport.send(signal === undefined ? { method: "POST", url: inferPath, ...request } : { method: "POST", url: inferPath, ...request, signal });
      const refused = refusedStatus(answer, asked);
      if (refused !== null) throw withAdvice(refused, layout, binary);
      const read = readResponse(readInferAnswer(answer, asked), rows.length, id, asked);
      return { status: answer.status, rows: read, latencyMs: answer.latencyMs, replica: replicaOf(answer, options.replicaHeader) };
    },
    close: () => transport.close(),
  };
}

function binaryRequest(layout: RequestLayout, rows: readonly InputRow[], id: string, place: string): { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> } {
  const { body, jsonBytes } = buildBinaryRequest(layout, rows, id, place);
  return { body, headers: { "content-type": "application/octet-stream", [jsonLengthHeader]: String(jsonBytes) } };
}

/** Triton says so in its metadata; KServe reads and writes raw bytes without saying it. */
function speaksBinaryTensors(server: JsonObject | null): boolean {
  const extensions = server?.["extensions"];
  return Array.isArray(extensions) && (extensions as readonly JsonValue[]).includes("binary_tensor_data");
}

/** The way in which rows were sent may be what the server refuses: raw bytes, or names where the model declares nothing. */
function withAdvice(error: LockstepError, layout: RequestLayout, binary: boolean): LockstepError {
  if (error.code !== "LS405") return error;
  const advice = [
    ...(binary ? ["Tensors were sent as raw bytes; --template json sends them as JSON."] : []),
    ...(layout.kind === "columns" && layout.declared === null ? ["The model declares no inputs, so its columns were sent by name; if it was trained on bare arrays, give --template tensor."] : []),
  ];
  if (advice.length === 0) return error;
  return new LockstepError(error.code, { message: error.message, todo: `${advice.join(" ")} Otherwise look at the server's log.`, ...(error.place === null ? {} : { place: error.place }) });
}

async function onlyModel(transport: Transport, prefix: string, signal?: AbortSignal): Promise<string> {
  const place = `${transport.address}${prefix}/v2/models`;
  const models = await listModels(transport, prefix, signal);
  if (models === null) throw new LockstepError("LS306", { message: "no model is named, and the server lists none", place, todo: "Name the model with --model." });
  const [only] = models;
  if (only === undefined) throw new LockstepError("LS306", { message: "the server has no model that is ready", place, todo: "Load the model, then run again." });
  if (models.length > 1) throw new LockstepError("LS306", { message: `the server has ${models.length} models: ${listNames(models)}`, place, todo: "Name one of them with --model." });
  return only;
}
