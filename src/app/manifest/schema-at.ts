import { z } from "zod";
import { Bytes, Duration, Manifest, ModelEntry, Share } from "../../core/domain/manifest.ts";
import type { ValuePath } from "./placed.ts";

/** The schema without the wrapping that says it may be left out. */
const bare = (schema: z.ZodType): z.ZodType => (schema instanceof z.ZodOptional ? bare(schema.unwrap() as z.ZodType) : schema);

const into = (schema: z.ZodType, step: string | number): z.ZodType | undefined => {
  const at = bare(schema);
  if (at instanceof z.ZodObject) return Object.hasOwn(at.shape, step) ? (at.shape as Record<string, z.ZodType>)[String(step)] : undefined;
  if (at instanceof z.ZodRecord) return at.valueType as z.ZodType;
  if (at instanceof z.ZodArray) return typeof step === "number" ? (at.element as z.ZodType) : undefined;
  if (at instanceof z.ZodUnion) return at.options.map((option) => into(option as z.ZodType, step)).find((found) => found !== undefined);
  return undefined;
};

const walk = (schema: z.ZodType, path: ValuePath): z.ZodType | undefined => {
  let at: z.ZodType | undefined = schema;
  for (const step of path) at = at === undefined ? undefined : into(at, step);
  return at === undefined ? undefined : bare(at);
};

/** What the manifest wants at a path; undefined when nothing may stand there. */
export const schemaAt = (path: ValuePath): z.ZodType | undefined => walk(Manifest, path);

/** What a model wants at a path within it, as an override's `set` names it. */
export const modelSchemaAt = (path: ValuePath): z.ZodType | undefined => walk(ModelEntry, path);

/** The keys that a schema knows; none for a map with names of the user's own. */
export const keysOf = (schema: z.ZodType | undefined): string[] => {
  const at = schema === undefined ? undefined : bare(schema);
  if (at instanceof z.ZodObject) return Object.keys(at.shape as object);
  if (at instanceof z.ZodRecord && at.keyType instanceof z.ZodEnum) return at.keyType.options.map(String);
  return at instanceof z.ZodUnion ? at.options.flatMap((option) => keysOf(option as z.ZodType)) : [];
};

/** A map with what must be in it, as `{reference: staging, candidate: production}`; a single value that was written goes into the key that was most likely meant. */
export const exampleMap = (path: ValuePath, written?: string): string => {
  const schema = schemaAt(path);
  const shape = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
  const required = Object.keys(shape).filter((key) => !(shape[key] instanceof z.ZodOptional));
  const keys = required.length > 0 ? required : keysOf(schema).filter((key) => ["file", "p99", "absolute", "default", "parity", "version"].includes(key)).slice(0, 1);
  const [first = "name", ...others] = keys;
  const inner = schemaAt([...path, first]);
  // What would have to be quoted inside of braces is left for people to place.
  const usable = written === undefined || /[,{}[\]#]/.test(written) ? undefined : written;
  const value = inner instanceof z.ZodObject ? exampleMap([...path, first], usable) : (usable ?? (inner instanceof z.ZodEnum ? String(inner.options[0]) : (examples[first] ?? "…")));
  return `{${[`${first}: ${value}`, ...others.map((key) => `${key}: ${examples[key] ?? "…"}`)].join(", ")}}`;
};

/** Where in the manifest a key is known, `models.NAME.budgets`; for one that was written at the wrong level. */
export const homesOf = (key: string): string[] => {
  const homes: string[] = [];
  const visit = (schema: z.ZodType, path: readonly string[]): void => {
    const at = bare(schema);
    if (at instanceof z.ZodObject) {
      for (const [name, value] of Object.entries(at.shape as Record<string, z.ZodType>)) {
        if (name === key && path.length > 0) homes.push(path.join("."));
        visit(value, [...path, name]);
      }
    } else if (at instanceof z.ZodRecord) visit(at.valueType as z.ZodType, [...path, "NAME"]);
    else if (at instanceof z.ZodArray) visit(at.element as z.ZodType, path);
    else if (at instanceof z.ZodUnion) for (const option of at.options) visit(option as z.ZodType, path);
  };
  visit(Manifest, []);
  return [...new Set(homes)];
};

/** How a kind of value is called, and how one is written. */
export const wantedAt = (path: ValuePath): { readonly kind: string; readonly example: string } => {
  const schema = schemaAt(path);
  const key = String(path.findLast((step) => typeof step === "string"));
  if (schema === Duration) return { kind: "a duration such as 250ms, 1.5s, 2m, 12h or 30d", example: examples[key] ?? "30s" };
  if (schema === Share) return { kind: "a share such as 0.001 or 0.1%", example: "0.1%" };
  if (schema === Bytes) return { kind: "a size such as 512MB or 2GiB", example: "2GiB" };
  if (schema instanceof z.ZodArray) {
    const item = keysOf(schema.element as z.ZodType).slice(0, 2).map((each) => `${each}: ${examples[each] ?? "…"}`);
    return { kind: "a list", example: item.length === 0 ? "[a, b]" : `[{${item.join(", ")}}]` };
  }
  if (schema instanceof z.ZodBoolean) return { kind: "true or false", example: "true" };
  if (schema instanceof z.ZodNumber) return { kind: "a number", example: examples[key] ?? (schema.format === "safeint" ? "2" : "0.5") };
  if (schema instanceof z.ZodEnum) return { kind: `one of ${schema.options.join(", ")}`, example: String(schema.options[0]) };
  if (schema instanceof z.ZodObject) return { kind: "a map of keys and values", example: exampleMap(path) };
  if (schema instanceof z.ZodRecord) return { kind: "a map of names and values", example: exampleMap(path) };
  if (schema instanceof z.ZodUnion) return { kind: unionKind(schema), example: examples[key] ?? "text" };
  return { kind: "a text", example: examples[key] ?? "text" };
};

const unionKind = (union: z.ZodUnion): string => {
  const maps = union.options.flatMap((option) => (bare(option as z.ZodType) instanceof z.ZodObject ? keysOf(option as z.ZodType).slice(0, 1) : []));
  if (maps.length === union.options.length) return `a map with ${maps.slice(0, -1).join(", ")} or ${maps.at(-1)}`;
  const kinds = union.options.map((option) => {
    const at = bare(option as z.ZodType);
    if (at instanceof z.ZodNumber) return "a number";
    if (at instanceof z.ZodArray) return "a list";
    if (at instanceof z.ZodObject) return "a map";
    if (at instanceof z.ZodBoolean || at instanceof z.ZodLiteral) return "true or false";
    return at instanceof z.ZodRecord ? "a map" : at instanceof z.ZodNull ? "null" : "a text";
  });
  return [...new Set(kinds)].join(" or ");
};

/** How a value under this key is written, for what is missing or of the wrong kind. */
const examples: Readonly<Record<string, string>> = {
  expected: "{backtest: backtest.parquet}", metric: "precision", claim: "at least nine of ten approvals are repaid", margin: "0.02", review: '"2027-06-30"', labelMaturity: "30d", coverage: "90%", after: "4h", to: "head of risk", log: "logs/*.jsonl", from: '"2026-12-24"',
  target: "http://localhost:8080", file: "golden.parquet", reference: "staging", candidate: "production", reason: '"production scores on a GPU"', name: "gpu",
  threshold: "0.5", absolute: "1e-6", relative: "1e-6", source: "metrics.json", publicKey: "keys/ana.pem", maxRate: "5", maxLatencyRatio: "1.25", until: '"2027-06-30"',
  timeout: "30s", p50: "50ms", p95: "150ms", p99: "250ms", validFor: "30d", cpuPerRequest: "20ms", 
  store: ".lockstep", baselines: "lockstep/baselines", project: "credit-scoring", training: "model", key: "id", label: "outcome", digest: "sha256:…", version: '"7"', extends: "shared.yaml", protocol: "mlflow",
};
