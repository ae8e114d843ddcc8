import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject } from "../../../core/json/json-value.ts";
import { textOf } from "../../../core/json/text-of.ts";
import type { ServiceDocument } from "./recognise.ts";
import { asObject, resolveSchema } from "./resolve-schema.ts";

/** One method of a service that can be asked. */
export interface ServiceApi {
  readonly name: string;
  /** From the document's root, such as `/predict`. */
  readonly path: string;
  /** Schema of the request's body: an object of arguments, or the one argument itself. */
  readonly input: JsonObject;
  /** Whether it answers with bare text. */
  readonly answersText: boolean;
}

/** Words by which the API that predicts is told from others, when the URL does not say. */
const predictingWords = /predict|infer|score|classif|estimat|forecast|recommend/i;

/** The API that the URL's path names, or the only one, or the only one that predicts. LS305 lists them when that does not decide. */
export function serviceApi({ document, root, apis }: ServiceDocument, urlPath: string, place: string): ServiceApi {
  const path = (urlPath.split("?")[0] ?? "").replace(/\/+$/, "").slice(root.length);
  const list = apis.map((at) => `POST ${at}`).join(", ");
  if (path !== "") {
    if (apis.includes(path)) return read(document, path);
    throw new LockstepError("LS305", { message: `the service has no API ${path}; it has: ${list}`, place, todo: "Give the path of one of these in the URL." });
  }
  const predicting = apis.filter((at) => predictingWords.test(at));
  const [only] = apis.length === 1 ? apis : predicting;
  if (only !== undefined && (apis.length === 1 || predicting.length === 1)) return read(document, only);
  throw new LockstepError("LS305", { message: `the service has ${apis.length} APIs: ${list}`, place, todo: "Give the path of one of them in the URL." });
}

function read(document: JsonObject, path: string): ServiceApi {
  const operation = asObject(asObject(asObject(document["paths"])[path])["post"]);
  const name = textOf(operation["x-bentoml-name"]) || path.slice(1);
  const body = asObject(asObject(resolveSchema(document, operation["requestBody"])["content"])["application/json"]);
  // Beside the request's own schema, in which an array of any rank is a list of numbers, there is one that says what it is.
  const exact = asObject(asObject(document["components"])["schemas"])[`${name}__Input`];
  const answers = asObject(asObject(asObject(operation["responses"])["200"])["content"]);
  return { name, path, input: resolveSchema(document, exact ?? body["schema"]), answersText: answers["text/plain"] !== undefined };
}
