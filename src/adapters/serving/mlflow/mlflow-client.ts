import { answerText, htmlTitle } from "../../../core/answers/answer-text.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { replicaOf } from "../../../core/answers/replica-of.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { InputRow, ModelClient, ModelDescription, Prediction, ServingOptions } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";
import { readPredictions } from "./read-predictions.ts";
import { buildRequest, forcedFormat } from "./request-format.ts";

const jsonHeaders = { "content-type": "application/json" };

/** What precedes `/invocations`, without a slash at its end. */
const prefixOf = (path: string): string => (path.split("?")[0] ?? "").replace(/\/+$/, "").replace(/\/invocations$/, "");

/** `/ping` is healthy, `/version` is a bare version number, and `/invocations` exists: each alone is too common. */
export async function recognise(transport: Transport, options: ServingOptions): Promise<string | null> {
  const prefix = prefixOf(options.path);
  const ping = await transport.send({ method: "GET", url: `${prefix}/ping` });
  if (ping.status === 401 || ping.status === 403) throw refusedStatus(ping, `${transport.address}${prefix}/ping`) ?? new Error("unreachable");
  if (ping.status !== 200 || htmlTitle(answerText(ping)) !== null) return null;
  const version = await mlflowVersion(transport, prefix);
  if (version === null) return null;
  const invocations = await transport.send({ method: "GET", url: `${prefix}/invocations` });
  return invocations.status === 404 ? null : `GET ${prefix}/ping answered 200 and GET ${prefix}/version ${version}`;
}

async function mlflowVersion(transport: Transport, prefix: string, signal?: AbortSignal): Promise<string | null> {
  const answer = await transport.send({ method: "GET", url: `${prefix}/version`, ...(signal === undefined ? {} : { signal }) });
  const text = answerText(answer).trim();
  return answer.status === 200 && /^\d+\.\d+[\w.+-]*$/.test(text) ? text : null;
}

/** A model behind MLflow's scoring server. */
export function createMlflowClient(transport: Transport, options: ServingOptions): ModelClient {
  for (const [option, value] of [["--model", options.model], ["--model-version", options.version]] as const) {
    if (value !== null) throw new LockstepError("LS105", { message: `an MLflow scoring server has one model, so ${option} ${value} cannot be asked for`, place: option, todo: `Leave it out, or give it for the other side alone: --reference-${option.slice(2)} or --candidate-${option.slice(2)}.` });
  }
  const forced = forcedFormat(options.template);
  const prefix = prefixOf(options.path);
  const path = `${prefix}/invocations`;
  const place = transport.address + path;

  return {
    protocol: "mlflow",
    address: transport.address + options.path,
    async describe(signal): Promise<ModelDescription> {
      const version = await mlflowVersion(transport, prefix, signal);
      const format = forced === null ? "rows go as dataframe_split, a single column of lists as inputs" : `rows go as ${forced}, as asked`;
      return { model: null, version: null, platform: version === null ? "mlflow" : `mlflow ${version}`, inputs: null, outputs: null, namedColumns: true, batches: true, detection: `MLflow scoring server: ${format}` };
    },
    async predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction> {
      const answer = await transport.send({ method: "POST", url: path, body: buildRequest(rows, forced), headers: jsonHeaders, ...(signal === undefined ? {} : { signal }) });
      const read = readPredictions(readAnswer(answer, place), rows.length, place);
      return { status: answer.status, rows: read, latencyMs: answer.latencyMs, replica: replicaOf(answer, options.replicaHeader) };
    },
    close: () => transport.close(),
  };
}
