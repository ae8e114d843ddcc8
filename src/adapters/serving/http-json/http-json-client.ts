import { listNames } from "../../../core/answers/list-names.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { refusedStatus } from "../../../core/answers/refuse-status.ts";
import { replicaOf } from "../../../core/answers/replica-of.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { InputRow, ModelClient, ModelDescription, Prediction, ServingOptions, SignatureField } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";
import { findOperation, guessRequest } from "./guess-request.ts";
import { openApiDocument } from "./openapi-document.ts";
import { asObject } from "./openapi-schema.ts";
import { readOneRow, readRows } from "./read-rows.ts";
import { parseTemplate, type RequestTemplate } from "./template.ts";

const jsonHeaders = { "content-type": "application/json" };

interface Prepared {
  readonly path: string;
  readonly template: RequestTemplate;
  /** Columns that are sent; null for all. */
  readonly sent: ReadonlySet<string> | null;
  readonly description: ModelDescription;
  /** What to do when the server knows no such path, if that is because none was given. */
  readonly pathless: string | null;
}

/** What servers answer to a POST where they have none: no such path, no such method. */
const noSuchOperation: ReadonlySet<number> = new Set([404, 405]);

/** With a template every URL is a JSON endpoint; without one, an OpenAPI document has to say what it takes. */
export async function recognise(transport: Transport, options: ServingOptions): Promise<string | null> {
  if (options.template !== null) return "a request template was given";
  const found = await openApiDocument(transport, options.path);
  return found === null ? null : guessRequest(found.document, within(options.path, found.root), transport.address).because;
}

const within = (path: string, root: string): string => (path.split("?")[0] ?? "").slice(root.length);

/** Any endpoint that takes JSON by POST. */
export function createHttpJsonClient(transport: Transport, options: ServingOptions): ModelClient {
  for (const [option, value] of [["--model", options.model], ["--model-version", options.version]] as const) {
    if (value !== null) throw new LockstepError("LS105", { message: `a plain JSON endpoint knows no ${option}: its URL names the model`, place: option, todo: `Leave it out, or give it for the other side alone: --reference-${option.slice(2)} or --candidate-${option.slice(2)}.` });
  }
  const given = options.template === null ? null : parseTemplate(options.template);
  let prepared: Promise<Prepared> | null = null;

  const once = (signal?: AbortSignal): Promise<Prepared> => {
    prepared ??= (given === null ? guessed(transport, options, signal) : asGiven(given, transport, options, signal)).catch((error: unknown) => {
      prepared = null;
      throw error;
    });
    return prepared;
  };

  return {
    protocol: "http-json",
    address: transport.address + options.path,
    describe: async (signal) => (await once(signal)).description,
    async predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction> {
      const { path, template, sent, pathless } = await once(signal);
      const place = transport.address + path;
      if (rows.length > 1 && !template.batches) throw new Error("several rows were sent to a template of one");
      const chosen = sent === null ? rows : rows.map((row) => new Map([...row].filter(([name]) => sent.has(name))));
      const answer = await transport.send({ method: "POST", url: path, body: template.render(chosen, place), headers: jsonHeaders, ...(signal === undefined ? {} : { signal }) });
      const refused = pathless !== null && noSuchOperation.has(answer.status) ? refusedStatus(answer, place) : null;
      if (refused !== null && pathless !== null) throw new LockstepError(refused.code, { message: refused.message, place, todo: pathless });
      const body = readAnswer(answer, place);
      const read = template.batches ? readRows(body, rows.length, place) : readOneRow(body, place);
      return { status: answer.status, rows: read, latencyMs: answer.latencyMs, replica: replicaOf(answer, options.replicaHeader) };
    },
    close: () => transport.close(),
  };
}

async function asGiven(template: RequestTemplate, transport: Transport, options: ServingOptions, signal?: AbortSignal): Promise<Prepared> {
  const columns = options.columns ?? null;
  const missing = columns === null ? [] : template.columns.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new LockstepError("LS406", { message: `the template asks for the columns ${listNames(missing)}, and the rows have: ${listNames(columns ?? [])}`, place: "--template" });
  const { path, because, pathless } = await pathOf(transport, options, signal);
  return { path, template, sent: null, description: describe(template, `plain JSON: the request follows the template given${because}`), pathless };
}

/** Where a template's requests go: to the URL's path or, when it has none, to the operation that an OpenAPI document names. */
async function pathOf(transport: Transport, options: ServingOptions, signal?: AbortSignal): Promise<{ readonly path: string; readonly because: string; readonly pathless: string | null }> {
  const [bare, query] = [options.path.split("?")[0] ?? "", options.path.includes("?") ? options.path.slice(options.path.indexOf("?")) : ""];
  if (bare !== "" && bare !== "/") return { path: options.path, because: "", pathless: null };
  const asIs = (todo: string) => ({ path: options.path, because: "", pathless: todo });
  try {
    const found = await openApiDocument(transport, options.path, signal);
    if (found === null) return asIs("Give the endpoint's whole URL, path included, such as http://host:8000/predict.");
    const root = asObject(asObject(found.document["paths"])["/"]);
    if (root["post"] !== undefined) return { path: options.path, because: "", pathless: null };
    const { path } = findOperation(found.document, bare, transport.address);
    return { path: found.root + path + query, because: `, and /openapi.json names POST ${path}`, pathless: null };
  } catch (error) {
    // The document is only asked for help: what is wrong with the service shows when it is asked to predict.
    if (!(error instanceof LockstepError)) throw error;
    return asIs(`Give the endpoint's whole URL, path included${error.code === "LS305" ? `: ${error.message}` : ""}.`);
  }
}

async function guessed(transport: Transport, options: ServingOptions, signal?: AbortSignal): Promise<Prepared> {
  const place = transport.address + options.path;
  const found = await openApiDocument(transport, options.path, signal);
  if (found === null) {
    throw new LockstepError("LS305", { message: "the service has no /openapi.json that says what a request looks like", place, todo: "Describe the request with --template, such as {{row}} for an object of the row's columns." });
  }
  const guess = guessRequest(found.document, within(options.path, found.root), place);
  const query = options.path.includes("?") ? options.path.slice(options.path.indexOf("?")) : "";
  const path = found.root + guess.path + query;
  const template = parseTemplate(guess.template);
  const notes = [`plain JSON: ${guess.because}, so the request is ${guess.template}`];
  const { fields } = guess;
  const columns = options.columns ?? null;
  if (fields !== null && columns !== null) {
    const missing = fields.required.filter((name) => !columns.includes(name));
    if (missing.length > 0) throw new LockstepError("LS406", { message: `POST ${path} requires ${listNames(missing)}, which the rows do not have; they have: ${listNames(columns)}`, place });
    const unused = columns.filter((name) => !fields.all.includes(name));
    if (unused.length > 0) notes.push(`not sent, since the schema does not name them: ${listNames(unused)}`);
  }
  return { path, template, sent: fields === null ? null : new Set(fields.all), description: describe(template, notes.join("; "), fields?.signature ?? null), pathless: null };
}

function describe(template: RequestTemplate, detection: string, inputs: readonly SignatureField[] | null = null): ModelDescription {
  return { model: null, version: null, platform: null, inputs, outputs: null, namedColumns: template.named, batches: template.batches, detection };
}
