import type { Span } from "../../ports/span-store.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** What a request of OTLP/HTTP holds: spans that can be kept, and how many cannot, with the reason of the first. */
export interface OtlpSpans {
  readonly spans: readonly Span[];
  readonly rejected: number;
  readonly why: string | null;
}

type Json = Readonly<Record<string, unknown>>;
type Attributes = Span["attributes"];

const mostSpans = 20_000;
const mostAttributes = 128;
const mostEvents = 128;
const mostText = 4_096;
/** OTLP's status codes. */
const statuses = ["unset", "ok", "error"] as const;

/**
 * ExportTraceServiceRequest as JSON: ids in hex, 64-bit numbers as text or number, enums as numbers, unknown fields passed over, names in lowerCamelCase. A span whose ids or times
 * cannot be read is left out and counted. The environment is `deployment.environment.name` of its resource (or the older `deployment.environment`, or its own `lockstep.environment`).
 * LS751 when it is no such request. Source: opentelemetry-proto, OTLP 1.x, JSON encoding.
 */
export const otlpSpans = (request: unknown): OtlpSpans => {
  if (!isObject(request) || !(request["resourceSpans"] === undefined || Array.isArray(request["resourceSpans"]))) throw new LockstepError("LS751", { message: "the body is no ExportTraceServiceRequest: resourceSpans is no list", place: "resourceSpans" });
  const spans: Span[] = [];
  const refused: string[] = [];
  for (const resource of objects(request["resourceSpans"])) {
    const told = isObject(resource["resource"]) ? attributesOf(resource["resource"]["attributes"]) : {};
    for (const scope of objects(resource["scopeSpans"])) {
      for (const each of objects(scope["spans"])) {
        const span = spans.length >= mostSpans ? `a request may hold ${mostSpans} spans` : spanOf(each, told);
        if (typeof span === "string") refused.push(span);
        else spans.push(span);
      }
    }
  }
  return { spans, rejected: refused.length, why: refused[0] ?? null };
};

const spanOf = (span: Json, resource: Attributes): Span | string => {
  const [traceId, spanId, parent] = [idOf(span["traceId"], 32), idOf(span["spanId"], 16), span["parentSpanId"]];
  if (traceId === null || spanId === null) return "a span has no traceId of 32 and spanId of 16 hex digits";
  const parentSpanId = parent === undefined || parent === null || parent === "" ? null : idOf(parent, 16);
  if (parentSpanId === null && typeof parent === "string" && !/^0*$/.test(parent)) return "a parentSpanId is not 16 hex digits";
  const [startNs, endNs] = [nanoseconds(span["startTimeUnixNano"]), nanoseconds(span["endTimeUnixNano"])];
  if (startNs === null || endNs === null) return "a span's times are no whole numbers of ns";
  const attributes = attributesOf(span["attributes"]);
  const status = isObject(span["status"]) ? span["status"] : {};
  return {
    traceId, spanId, parentSpanId, name: text(span["name"]) ?? "", service: text(resource["service.name"]),
    environment: text(attributes["lockstep.environment"]) ?? text(resource["deployment.environment.name"]) ?? text(resource["deployment.environment"]),
    startNs, endNs: BigInt(endNs) < BigInt(startNs) ? startNs : endNs, status: statuses[Number(status["code"] ?? 0)] ?? "unset", message: text(status["message"]), attributes,
    events: objects(span["events"]).slice(0, mostEvents).flatMap((event) => { const atNs = nanoseconds(event["timeUnixNano"]); return atNs === null ? [] : [{ atNs, name: text(event["name"]) ?? "", attributes: attributesOf(event["attributes"]) }]; }),
  };
};

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value.slice(0, mostText) : null);

/** All zeros is how OTLP says "none". */
const idOf = (value: unknown, digits: number): string | null => {
  const id = typeof value === "string" ? value.toLowerCase() : "";
  return id.length === digits && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id) ? id : null;
};

/** As decimal text of at most 20 digits, an unsigned 64-bit number; a plain number beyond 2^53 has lost its last digits already and is taken as it is. */
const nanoseconds = (value: unknown): string | null => {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 && value < 2 ** 64 ? String(BigInt(value)) : null;
  return typeof value === "string" && /^\d{1,20}$/.test(value) ? String(BigInt(value)) : null;
};

const attributesOf = (value: unknown): Attributes => Object.fromEntries(objects(value).slice(0, mostAttributes).flatMap(({ key, value: given }) => (typeof key === "string" && key !== "" ? [[key.slice(0, 256), valueOf(given)]] : [])));

/** AnyValue as a plain value; lists, maps and bytes as JSON text. */
const valueOf = (value: unknown): string | number | boolean | null => {
  if (!isObject(value)) return null;
  if (typeof value["stringValue"] === "string") return value["stringValue"].slice(0, mostText);
  if (typeof value["boolValue"] === "boolean") return value["boolValue"];
  const { intValue, doubleValue } = value;
  // A whole number that no double holds stays text, so that an id keeps its last digits.
  if (intValue !== undefined && /^-?\d{1,20}$/.test(String(intValue))) return Number.isSafeInteger(Number(intValue)) ? Number(intValue) : String(intValue);
  if (typeof doubleValue === "number") return doubleValue;
  if (doubleValue === "NaN" || doubleValue === "Infinity" || doubleValue === "-Infinity") return doubleValue;
  return Object.keys(value).length === 0 ? null : JSON.stringify(value).slice(0, mostText);
};
