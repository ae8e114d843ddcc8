import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { textOf } from "../../../core/json/text-of.ts";
import type { SignatureField } from "../../../ports/serving.ts";
import { asObject, fieldsOf, resolveSchema, signatureOf, typeOf } from "./openapi-schema.ts";

/** A request body that fits an operation of an OpenAPI document, with the way it was found. */
export interface GuessedRequest {
  readonly path: string;
  readonly template: string;
  /** Fields of one row, when the schema names them; null when any will do. */
  readonly fields: { readonly all: readonly string[]; readonly required: readonly string[]; readonly signature: readonly SignatureField[] } | null;
  readonly because: string;
}

/** Words by which the operation that predicts is told from others, when the URL does not say. */
const predictingWords = /predict|infer|score|invocation|classif|estimat|forecast|recommend/i;

/** Documents and health checks are no models, whatever they are called. */
const otherWords = /(^|[/_-])(health|ready|live|metrics|docs|login|token|auth|feedback|reload|train|explain)/i;

interface Operation {
  readonly path: string;
  readonly operation: JsonObject;
}

/** The POST operation that the URL means: the one of its path, or the only one that predicts. LS305 names the candidates. */
export function findOperation(document: JsonObject, path: string, place: string): Operation {
  const posts = Object.entries(asObject(document["paths"])).flatMap(([at, item]) => {
    const operation = asObject(item)["post"];
    return operation === undefined ? [] : [{ path: at, operation: asObject(operation) }];
  });
  const list = (operations: readonly Operation[]): string => operations.map(({ path: at }) => `POST ${at}`).join(", ");
  if (path !== "" && path !== "/") {
    const exact = posts.find(({ path: at }) => at.replace(/\/+$/, "") === path.replace(/\/+$/, "") || matchesPattern(at, path));
    if (exact !== undefined) return { path, operation: exact.operation };
    throw new LockstepError("LS305", { message: `/openapi.json knows no POST ${path}; it knows: ${posts.length === 0 ? "none" : list(posts)}`, place, todo: "Give one of these paths in the URL, or describe the request with --template." });
  }
  const bodies = posts.filter(({ path: at, operation }) => operation["requestBody"] !== undefined && !otherWords.test(at));
  const predicting = bodies.filter(({ path: at, operation }) => predictingWords.test(at) || predictingWords.test(textOf(operation["operationId"])) || predictingWords.test(textOf(operation["summary"])));
  const candidates = predicting.length > 0 ? predicting : bodies;
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only;
  throw new LockstepError("LS305", {
    message: candidates.length === 0 ? "/openapi.json knows no POST operation with a body" : `/openapi.json knows ${candidates.length} operations that may predict: ${list(candidates)}`,
    place,
    todo: candidates.length === 0 ? "Describe the request with --template." : "Give the path of one of them in the URL.",
  });
}

const matchesPattern = (pattern: string, path: string): boolean =>
  pattern.includes("{") && new RegExp(`^${pattern.split(/\{[^}]*\}/).map((text) => text.replaceAll(/[.*+?^$()|[\]\\{}]/g, "\\$&")).join("[^/]+")}/?$`).test(path);

/** A template for the operation's request schema. LS305 says what was seen when it is none of the known forms. */
export function guessRequest(document: JsonObject, path: string, place: string): GuessedRequest {
  const found = findOperation(document, path, place);
  const content = asObject(resolveSchema(document, found.operation["requestBody"])["content"]);
  const media = content["application/json"] ?? Object.entries(content).find(([type]) => /json/.test(type))?.[1];
  const schema = resolveSchema(document, asObject(media)["schema"]);
  const guess = guessBody(document, schema);
  if (guess === null) {
    throw new LockstepError("LS305", {
      message: media === undefined ? `POST ${found.path} takes no JSON (${Object.keys(content).join(", ") || "no body"})` : `the request of POST ${found.path} has a schema that rows cannot be fitted into: ${describe(schema)}`,
      place,
      todo: "Describe the request with --template, such as {\"instances\": {{rows}}}.",
    });
  }
  return { path: found.path, ...guess, because: `/openapi.json describes POST ${found.path} as ${guess.because}` };
}

type BodyGuess = Omit<GuessedRequest, "path">;

function guessBody(document: JsonObject, schema: JsonObject): BodyGuess | null {
  const several = guessList(document, schema, "");
  if (several !== null) return several;
  if (typeOf(schema) !== "object") return null;
  const { all, required, open } = fieldsOf(schema);
  const properties = asObject(schema["properties"]);
  const wrapped = all.flatMap((name) => {
    const field = resolveSchema(document, properties[name]);
    const kind = typeOf(field);
    // A field only counts as the place of the rows when nothing else is required beside it.
    return (kind === "array" || kind === "object") && required.every((other) => other === name) && (required.includes(name) || all.length === 1) ? [{ name, field, kind }] : [];
  });
  const [only] = wrapped;
  if (only !== undefined && wrapped.length === 1) {
    const inner = only.kind === "array" ? guessList(document, only.field, only.name) : guessObject(document, only.field, only.name);
    if (inner !== null) return inner;
  }
  return open && all.length === 0 ? { template: "{{row}}", fields: null, because: "any object" } : guessObject(document, schema, "");
}

/** An object of fields: one row. */
function guessObject(document: JsonObject, schema: JsonObject, within: string): BodyGuess | null {
  const { all, required } = fieldsOf(schema);
  const template = within === "" ? "{{row}}" : `{${JSON.stringify(within)}: {{row}}}`;
  if (all.length === 0) return { template, fields: null, because: within === "" ? "an object" : `an object ${within}` };
  return { template, fields: { all, required, signature: signatureOf(document, schema) }, because: within === "" ? `an object of ${all.length} fields` : `an object of ${all.length} fields in ${within}` };
}

/** An array: of objects or of arrays for several rows, of scalars for one. */
function guessList(document: JsonObject, schema: JsonObject, within: string): BodyGuess | null {
  if (typeOf(schema) !== "array") return null;
  const items = resolveSchema(document, schema["items"] as JsonValue | undefined);
  const wrap = (placeholder: string): string => (within === "" ? `{{${placeholder}}}` : `{${JSON.stringify(within)}: {{${placeholder}}}}`);
  const place = within === "" ? "" : ` in ${within}`;
  const kind = typeOf(items);
  if (kind === "object") {
    const { all, required } = fieldsOf(items);
    return { template: wrap("rows"), fields: all.length === 0 ? null : { all, required, signature: signatureOf(document, items) }, because: `a list of objects${place}` };
  }
  if (kind === "array") return { template: wrap("matrix"), fields: null, because: `a list of lists${place}` };
  if (kind === "number" || kind === "integer" || kind === "string" || kind === "boolean") return { template: wrap("values"), fields: null, because: `a list of values${place}` };
  return null;
}

function describe(schema: JsonObject): string {
  const { all } = fieldsOf(schema);
  return all.length > 0 ? `an object of ${all.slice(0, 10).join(", ")}` : (typeOf(schema) ?? "no type");
}
