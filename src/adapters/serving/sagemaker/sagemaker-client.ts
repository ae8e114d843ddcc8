import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { replicaOf } from "../../../core/answers/replica-of.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { InputRow, ModelClient, ModelDescription, Prediction, ServingOptions } from "../../../ports/serving.ts";
import type { Transport, TransportAnswer } from "../../../ports/transport.ts";
import { readReply } from "./read-reply.ts";
import { isEndpoint, prefixOf } from "./recognise.ts";
import { buildRequest, formatWords, otherFormats, type RequestFormat, requestFormat } from "./request-format.ts";

/** SageMaker gives a container this long, and fails the request after it. */
const longestAnswerMs = 60_000;

/** Headers of the hosting contract, in lower case. */
const attributesHeader = "x-amzn-sagemaker-custom-attributes";
const targetVariantHeader = "x-amzn-sagemaker-target-variant";
const variantHeader = "x-amzn-invoked-production-variant";

/** A model in a container that keeps SageMaker's contract, or an endpoint of them behind a proxy that signs requests. */
export function createSagemakerClient(transport: Transport, options: ServingOptions): ModelClient {
  if (options.model !== null) {
    throw new LockstepError("LS105", { message: `a SageMaker container has one model, so --model ${options.model} cannot be asked for`, place: "--model", todo: "Leave it out; for an endpoint of several models give --header 'X-Amzn-SageMaker-Target-Model: NAME'." });
  }
  const format = requestFormat(options.template);
  const path = `${prefixOf(options.path)}/invocations`;
  const place = transport.address + path;
  const contentType = format === "csv" ? "text/csv" : "application/json";
  const variant = options.version;
  let requests = 0;

  return {
    protocol: "sagemaker",
    address: transport.address + options.path,
    async describe(signal): Promise<ModelDescription> {
      await refuseUnhealthy(transport, options.path, signal);
      const asked = options.template === null ? ", since the contract says nothing of the body" : ", as asked";
      return {
        model: null, version: variant, platform: "sagemaker", inputs: null, outputs: null, namedColumns: format === "records", batches: true,
        detection: `SageMaker container: ${formatWords(format)}${asked}${variant === null ? "" : `; the variant ${variant} is asked for by ${targetVariantHeader}`}`,
      };
    },
    async predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction> {
      // SageMaker passes on no other header, and the model may echo it.
      const id = `lockstep-${(requests += 1)}`;
      const headers = { "content-type": contentType, accept: contentType, [attributesHeader]: id, ...(variant === null ? {} : { [targetVariantHeader]: variant }) };
      const answer = await transport.send({ method: "POST", url: path, body: buildRequest(rows, format, place), headers, ...(signal === undefined ? {} : { signal }) });
      const refused = refusedStatus(answer, place);
      if (refused !== null) throw withFormats(refused, format);
      const late = refuseLate(answer.latencyMs, place);
      if (late !== null) throw late;
      refuseOthers(answer, id, variant, place);
      return { status: answer.status, rows: readReply(answer, rows.length, place), latencyMs: answer.latencyMs, replica: replicaOf(answer, options.replicaHeader ?? (answer.headers[variantHeader] === undefined ? null : variantHeader)) };
    },
    close: () => transport.close(),
  };
}

/** LS306 for a container that says it is not well; an endpoint has no `/ping`. */
async function refuseUnhealthy(transport: Transport, path: string, signal?: AbortSignal): Promise<void> {
  if (isEndpoint(path)) return;
  const url = `${prefixOf(path)}/ping`;
  const ping = await transport.send({ method: "GET", url, ...(signal === undefined ? {} : { signal }) });
  if (ping.status >= 500) throw new LockstepError("LS306", { message: `the container is not healthy: GET ${url} answered ${ping.status}`, place: transport.address + url, todo: "Wait until its model is loaded, or look at its log." });
}

/** What a container answers after SageMaker's limit reaches no client: LS302. Null for an answer in time. */
export function refuseLate(latencyMs: number, place: string): LockstepError | null {
  if (latencyMs <= longestAnswerMs) return null;
  return new LockstepError("LS302", { message: `the answer took ${(latencyMs / 1000).toFixed(1)} s, and SageMaker fails a request after ${longestAnswerMs / 1000} s`, place, todo: "Look why the model is slow; behind a SageMaker endpoint its clients would see an error." });
}

/** An answer to another request, or of another variant than the one asked for, is not this one's. */
function refuseOthers(answer: TransportAnswer, id: string, variant: string | null, place: string): void {
  const echoed = answer.headers[attributesHeader] ?? "";
  if (/^lockstep-\d+$/.test(echoed) && echoed !== id) throw new LockstepError("LS404", { message: `the answer carries the custom attributes ${echoed} instead of ${id}: it belongs to another request`, place });
  const invoked = answer.headers[variantHeader] ?? null;
  if (variant !== null && invoked !== variant) throw new LockstepError("LS404", { message: `the variant ${variant} was asked for, and the answer ${invoked === null ? `does not say which one gave it (${variantHeader})` : `is of ${invoked}`}`, place, todo: "Ask the endpoint rather than a container; only it knows variants." });
}

/** The contract leaves the body to the container, so the way in which rows were sent may be what it refuses. */
function withFormats(error: LockstepError, format: RequestFormat): LockstepError {
  if (error.code !== "LS405") return error;
  return new LockstepError(error.code, { message: error.message, todo: `Rows were sent as ${format}; if the container wants them otherwise, give --template ${otherFormats(format).join(", ")}. Otherwise look at its log.`, ...(error.place === null ? {} : { place: error.place }) });
}
