import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** One event as it came, and what of it says where it belongs. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly component: string;
  /** The InferenceService, which is the model. */
  readonly model: string;
  readonly namespace: string | null;
  /** One line of JSON without its end, as the reader of KServe's events knows it. */
  readonly line: string;
}

/** Longer payloads are no predictions. */
export const mostEventBytes = 8 * 1024 * 1024;
const mostEvents = 1_000;

const inference = /^org\.kubeflow\.serving\.inference\.(request|response)$/;
/** A name of Kubernetes; it becomes a folder's name here. */
const name = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * The events of a request in any of the three modes of CloudEvents 1.0 over HTTP: one in headers and body (binary), one as JSON (structured), or several (batched). LS751 for what is none,
 * for events of another kind, and for several where one is wrong: half a batch taken would be sent again as a whole. LS705 for what is too large.
 */
export const readCloudEvents = (headers: Headers, body: Uint8Array): readonly LoggedEvent[] => {
  const type = (headers.get("content-type") ?? "").toLowerCase();
  if (type.startsWith("application/cloudevents-batch+json")) {
    const all = json(body);
    if (!Array.isArray(all)) throw wrong("a batch is an array of events");
    if (all.length > mostEvents) throw new LockstepError("LS705", { message: `a batch may hold ${mostEvents} events, and this one holds ${all.length}`, place: "the body" });
    return all.map((each: unknown, at) => structured(each, `event ${at + 1} of the batch`));
  }
  if (type.startsWith("application/cloudevents+json")) return [structured(json(body), "the event")];
  if (headers.get("ce-id") === null && headers.get("ce-type") === null) throw wrong(`there are no ce- headers, and the body is ${type === "" ? "of no type" : type.slice(0, 60)}`);
  return [binary(headers, body)];
};

const binary = (headers: Headers, body: Uint8Array): LoggedEvent => {
  if (body.byteLength > mostEventBytes) throw tooLarge(body.byteLength, "the event");
  const kept: Record<string, string> = {};
  headers.forEach((value, key) => { if (key.startsWith("ce-") || key === "content-type") kept[key] = value; });
  const text = utf8(body);
  const line = JSON.stringify({ headers: kept, ...(text === null ? { body_base64: Buffer.from(body).toString("base64") } : { body: text }) });
  return logged((key) => kept[`ce-${key}`], line, "the event");
};

const structured = (value: unknown, what: string): LoggedEvent => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(`${what} is no JSON object`);
  const line = JSON.stringify(value);
  if (line.length > mostEventBytes) throw tooLarge(line.length, what);
  const event = value as Readonly<Record<string, unknown>>;
  return logged((key) => (typeof event[key] === "string" ? event[key] : undefined), line, what);
};

const logged = (of: (key: string) => string | undefined, line: string, what: string): LoggedEvent => {
  const needed = (key: string): string => {
    const value = of(key);
    if (value === undefined || value === "" || value.length > 1_000) throw wrong(`${what} has ${value === undefined || value === "" ? "no" : "too long a"} ${key}`, key);
    return value;
  };
  if (!needed("specversion").startsWith("1.")) throw wrong(`${what} is of CloudEvents ${of("specversion") ?? ""}, not of 1.0`, "specversion");
  const [id, type, source, model] = [needed("id"), needed("type"), needed("source"), needed("inferenceservicename")];
  if (!inference.test(type)) throw wrong(`${what} is of type ${type.slice(0, 100)}; requests and responses of KServe's logger are taken`, "type");
  const namespace = of("namespace") ?? null;
  for (const each of [model, ...(namespace === null ? [] : [namespace])]) if (!name.test(each)) throw wrong(`${what} is of ${JSON.stringify(each.slice(0, 100))}, which is no name of Kubernetes`, "inferenceservicename");
  return { id, type, source, component: of("component") ?? "", model, namespace, line };
};

const wrong = (message: string, place = "the body"): LockstepError => new LockstepError("LS751", { message, place });

const tooLarge = (bytes: number, what: string): LockstepError => new LockstepError("LS705", { message: `${what} has ${bytes} bytes, and ${mostEventBytes} are the most`, place: "the body" });

const utf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const json = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(utf8(body) ?? "");
  } catch {
    throw wrong("the body is not JSON");
  }
};
