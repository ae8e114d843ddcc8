import { answerText } from "../../../core/answers/answer-text.ts";
import { errorInAnswer } from "../../../core/answers/error-in-answer.ts";
import { listNames } from "../../../core/answers/list-names.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { replicaOf } from "../../../core/answers/replica-of.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import { rowsOfPredictions } from "../../../core/outputs/rows-of-predictions.ts";
import type { InputRow, ModelClient, ModelDescription, OutputRow, Prediction, ServingOptions } from "../../../ports/serving.ts";
import type { Transport, TransportAnswer } from "../../../ports/transport.ts";
import { buildRequest, renames } from "./build-request.ts";
import { serviceDocument } from "./recognise.ts";
import { type RequestLayout, requestLayout, takesBatches } from "./request-layout.ts";
import { asObject } from "./resolve-schema.ts";
import { serviceApi } from "./service-api.ts";

const jsonHeaders = { "content-type": "application/json" };

interface Prepared {
  readonly path: string;
  readonly layout: RequestLayout;
  readonly answersText: boolean;
  readonly description: ModelDescription;
}

/** One API of a BentoML service; what it takes is asked once, on `describe` or the first prediction. */
export function createBentomlClient(transport: Transport, options: ServingOptions): ModelClient {
  for (const [option, value] of [["--model", options.model], ["--model-version", options.version]] as const) {
    if (value !== null) throw new LockstepError("LS105", { message: `a BentoML service knows no ${option}: the URL's path names the API`, place: option, todo: `Leave it out, or give it for the other side alone: --reference-${option.slice(2)} or --candidate-${option.slice(2)}.` });
  }
  if (options.template !== null) throw new LockstepError("LS105", { message: "a BentoML service says itself what its arguments are", place: "--template", todo: "Leave it out, or describe another request with --protocol http-json and --template." });
  let prepared: Promise<Prepared> | null = null;

  const once = (signal?: AbortSignal): Promise<Prepared> => {
    prepared ??= prepare(transport, options, signal).catch((error: unknown) => {
      prepared = null;
      throw error;
    });
    return prepared;
  };

  return {
    protocol: "bentoml",
    address: transport.address + options.path,
    describe: async (signal) => (await once(signal)).description,
    async predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction> {
      const { path, layout, answersText } = await once(signal);
      if (rows.length > 1 && !takesBatches(layout)) throw new Error("several rows were sent to an API of one");
      const place = transport.address + path;
      const answer = await transport.send({ method: "POST", url: path, body: buildRequest(rows, layout), headers: jsonHeaders, ...(signal === undefined ? {} : { signal }) });
      return { status: answer.status, rows: rowsOf(answer, rows.length, layout, answersText, place), latencyMs: answer.latencyMs, replica: replicaOf(answer, options.replicaHeader) };
    },
    close: () => transport.close(),
  };
}

async function prepare(transport: Transport, options: ServingOptions, signal?: AbortSignal): Promise<Prepared> {
  const address = transport.address + options.path;
  const abort = signal === undefined ? {} : { signal };
  const found = await serviceDocument(transport, options.path, signal);
  if (found === null) throw new LockstepError("LS305", { message: "there is no /docs.json that describes a BentoML service", place: address, todo: "Check the URL; a service of BentoML before 1.2 is asked with --protocol http-json and --template." });
  const ready = await transport.send({ method: "GET", url: `${found.root}/readyz`, ...abort });
  if (ready.status === 503) throw new LockstepError("LS306", { message: `the service ${found.name} is not ready (503)`, place: `${transport.address}${found.root}/readyz`, todo: "Wait until it is, then run again." });
  const api = serviceApi(found, options.path, address);
  const schema = await transport.send({ method: "GET", url: `${found.root}/schema.json`, ...abort });
  const batchable = schema.status === 200 && isBatchable(answerText(schema), api.path);
  const columns = options.columns ?? null;
  const layout = requestLayout(found.document, api, batchable, columns, address);
  const notes = [`BentoML: POST ${api.path} takes ${layoutWords(layout)}`];
  const { fields } = layout;
  if (fields !== null && columns !== null && renames(layout, columns)) {
    notes.push(`the only column, ${columns[0]}, is taken for ${fields[0]?.name}`);
  } else if (fields !== null && columns !== null) {
    const missing = fields.filter(({ name, required }) => required && !columns.includes(name)).map(({ name }) => name);
    if (missing.length > 0) throw new LockstepError("LS406", { message: `POST ${api.path} requires ${listNames(missing)}, which the rows do not have; they have: ${listNames(columns)}`, place: address });
    const unused = columns.filter((column) => !fields.some(({ name }) => name === column));
    if (unused.length > 0) notes.push(`not sent, since the schema does not name them: ${listNames(unused)}`);
  }
  const inputs = fields?.map(({ name, dtype, shape, nullable }) => ({ name, dtype, shape, ...(nullable === undefined ? {} : { nullable }) })) ?? null;
  const named = layout.kind !== "matrix" && layout.kind !== "vector";
  return {
    path: found.root + api.path, layout, answersText: api.answersText,
    description: { model: null, version: null, platform: "bentoml", inputs, outputs: null, namedColumns: named, batches: takesBatches(layout), detection: notes.join("; ") },
  };
}

/** Whether `/schema.json` says that the service gathers requests of this API along the first dimension. */
function isBatchable(text: string, path: string): boolean {
  let body: JsonValue;
  try {
    body = readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
  const { routes } = asObject(body);
  return Array.isArray(routes) && (routes as readonly JsonValue[]).some((route) => asObject(route)["route"] === path && asObject(route)["batchable"] === true);
}

function layoutWords({ kind, argument, fields }: RequestLayout): string {
  const within = argument === null ? "" : ` in ${argument}`;
  const names = fields === null ? "" : `: ${listNames(fields.map(({ name }) => name))}`;
  switch (kind) {
    case "records":
      return `a list of objects${within}${names}`;
    case "matrix":
      return `a list of lists${within}`;
    case "columns":
      return `one list for each column${within}${names}`;
    case "row":
      return argument === null ? `the arguments of one row${names}` : `one row as the object ${argument}${names}`;
    case "vector":
      return `the values of one row as a list${within}`;
  }
}

function rowsOf(answer: TransportAnswer, rows: number, layout: RequestLayout, answersText: boolean, place: string): readonly OutputRow[] {
  const refused = refusedStatus(answer, place);
  if (refused !== null) throw refused;
  const plain = answersText && /^text\/plain\b/i.test(answer.headers["content-type"] ?? "");
  const body = plain ? answerText(answer) : readAnswer(answer, place);
  const error = errorInAnswer(body);
  if (error !== null) throw new LockstepError("LS405", { message: `answered 200 with an error: ${error}`, place });
  if (takesBatches(layout)) return rowsOfPredictions(body, rows, true, place);
  if (Array.isArray(body) && body.length === 0) throw new LockstepError("LS404", { message: `the answer is ${writeJson(body)} and holds no output`, place });
  // The whole answer is one row's: a list too, whose elements are that row's outputs.
  return rowsOfPredictions(Array.isArray(body) ? [body] : body, 1, false, place);
}
