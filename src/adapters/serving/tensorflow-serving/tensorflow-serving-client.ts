import { listNames } from "../../../core/answers/list-names.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { refusedStatus, serverMessage } from "../../../core/answers/refuse-status.ts";
import { answerText } from "../../../core/answers/answer-text.ts";
import { replicaOf } from "../../../core/answers/replica-of.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { InputRow, ModelClient, ModelDescription, Prediction, ServingOptions } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";
import { buildRequest, requestForm, singleInput } from "./build-request.ts";
import { locateModel, modelPath, type ModelPlace } from "./locate-model.ts";
import { type ModelSignature, modelSignature } from "./model-signature.ts";
import { readPredictions } from "./read-predictions.ts";
import { versionStates } from "./recognise.ts";

const jsonHeaders = { "content-type": "application/json" };

interface Prepared {
  readonly path: string;
  readonly signature: ModelSignature | null;
  readonly description: ModelDescription;
}

/** A model behind TensorFlow Serving; what it declares is asked once, on `describe` or the first prediction. */
export function createTensorflowServingClient(transport: Transport, options: ServingOptions): ModelClient {
  const located = locateModel(options);
  const form = requestForm(options.template);
  let prepared: Promise<Prepared> | null = null;

  const prepare = async (signal?: AbortSignal): Promise<Prepared> => {
    const { prefix, version, signature: named } = located;
    const model = modelOf(located, transport);
    const path = modelPath(prefix, model, version);
    const available = await availableVersions(transport, path, model, version, signal);
    const signature = await modelSignature(transport, path, named, signal);
    const columns = options.columns ?? null;
    const single = signature === null ? null : singleInput(signature, columns ?? []);
    const notes = [`TensorFlow Serving: ${describeInputs(signature, single !== null)}, as ${form}`];
    if (signature !== null && columns !== null && single === null) {
      const wanted = signature.inputs.map(({ name }) => name);
      const missing = wanted.filter((name) => !columns.includes(name));
      if (missing.length > 0) throw new LockstepError("LS406", { message: `the model ${model} wants the inputs ${listNames(missing)}, which the rows do not have; they have: ${listNames(columns)}`, place: transport.address + path });
      const unused = columns.filter((name) => !wanted.includes(name));
      if (unused.length > 0) notes.push(`not sent, since the model does not declare them: ${listNames(unused)}`);
    }
    const batches = signature === null || signature.inputs.every(({ shape }) => shape[0] === -1);
    const detail = { model, version: version ?? signature?.version ?? (available.length === 1 ? (available[0] as string) : null), platform: "tensorflow", inputs: signature?.inputs ?? null, outputs: signature?.outputs ?? null };
    return { path, signature, description: { ...detail, namedColumns: single === null, batches, detection: notes.join("; ") } };
  };

  const once = (signal?: AbortSignal): Promise<Prepared> => {
    prepared ??= prepare(signal).catch((error: unknown) => {
      prepared = null;
      throw error;
    });
    return prepared;
  };

  return {
    protocol: "tensorflow-serving",
    address: transport.address + options.path,
    describe: async (signal) => (await once(signal)).description,
    async predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction> {
      const { path, signature } = await once(signal);
      const url = `${path}:predict`;
      const place = transport.address + url;
      const answer = await transport.send({ method: "POST", url, body: buildRequest(rows, signature, form, place), headers: jsonHeaders, ...(signal === undefined ? {} : { signal }) });
      const read = readPredictions(readAnswer(answer, place), rows.length, signature?.outputs ?? [], place);
      return { status: answer.status, rows: read, latencyMs: answer.latencyMs, replica: replicaOf(answer, options.replicaHeader) };
    },
    close: () => transport.close(),
  };
}

function describeInputs(signature: ModelSignature | null, single: boolean): string {
  if (signature === null) return "the model declares no signature, so each row goes as an object of its columns";
  const inputs = signature.inputs.map(({ name, shape }) => `${name} [${shape.join(", ")}]`);
  return single ? `the signature ${signature.name} declares one input ${inputs[0]}, so all columns go as one tensor in their order` : `the signature ${signature.name} declares the inputs ${listNames(inputs)}, taken from the columns of those names`;
}

function modelOf({ prefix, model }: ModelPlace, transport: Transport): string {
  if (model !== null) return model;
  throw new LockstepError("LS306", { message: "no model is named, and TensorFlow Serving lists none", place: `${transport.address}${prefix}/v1/models`, todo: "Name the model with --model, or in the URL: /v1/models/NAME." });
}

/** The versions that can be asked; LS306 when the server has no such model, or none of its versions is loaded. Empty where an old server does not tell. */
async function availableVersions(transport: Transport, path: string, model: string, version: string | null, signal?: AbortSignal): Promise<readonly string[]> {
  const answer = await transport.send({ method: "GET", url: path, ...(signal === undefined ? {} : { signal }) });
  const place = transport.address + path;
  const said = serverMessage(answerText(answer));
  // Before version 1.12 there was no such path.
  if (answer.status === 400 && said.startsWith("Malformed request")) return [];
  if (answer.status === 404 || answer.status === 400) throw new LockstepError("LS306", { message: `the server does not know the model ${model}${version === null ? "" : `, version ${version}`} (${answer.status}: ${said})`, place });
  const refused = refusedStatus(answer, place);
  if (refused !== null) throw refused;
  const states = versionStates(answer) ?? [];
  const available = states.filter(({ state }) => state === "AVAILABLE").map(({ version: number }) => number);
  if (states.length > 0 && available.length === 0) {
    const list = states.map(({ version: number, state, message }) => `version ${number} is ${state}${message === "" ? "" : ` (${message})`}`);
    throw new LockstepError("LS306", { message: `the model ${model} is not loaded: ${listNames(list)}`, place, todo: "Wait until it is loaded, then run again." });
  }
  return available;
}
