import { gunzipSync } from "node:zlib";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { forgetSpans } from "../retention/forget-spans.ts";
import { type OtlpSpans, otlpSpans } from "./otlp-spans.ts";

/** Unpacked, so that a few kilobytes do not become gigabytes. */
const mostUnpacked = 64 * 1024 * 1024;
const pruneEveryMs = 600_000;

const pruned = new WeakMap<object, number>();

/** Takes what OTLP/HTTP sends as JSON, packed or not, and throws away what is old now and then. LS751 for a body that is none, LS705 for one that unpacks to too much. */
export const receiveSpans = ({ spans: store, clock }: Pick<ServerWorld, "spans" | "clock">, encoding: string | null, body: Uint8Array): Pick<OtlpSpans, "rejected" | "why"> => {
  const { spans, rejected, why } = otlpSpans(parsed(unpacked(encoding, body)));
  const now = clock.now();
  if (spans.length > 0) store.put(spans, now);
  if (now - (pruned.get(store) ?? 0) >= pruneEveryMs) {
    pruned.set(store, now);
    forgetSpans(store, now);
  }
  return { rejected, why };
};

const unpacked = (encoding: string | null, body: Uint8Array): Uint8Array => {
  if (encoding === null || encoding === "" || encoding === "identity") return body;
  if (encoding !== "gzip") throw new LockstepError("LS751", { message: `the body is packed as ${encoding.slice(0, 40)}; gzip and none are read`, place: "Content-Encoding" });
  try {
    return gunzipSync(body, { maxOutputLength: mostUnpacked });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw new LockstepError("LS705", { message: `the body unpacks to more than ${mostUnpacked} bytes`, place: "the body", cause });
    throw new LockstepError("LS751", { message: "the body is not gzip, though its header says so", place: "the body", cause });
  }
};

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new LockstepError("LS751", { message: "the body is not JSON", place: "the body", cause });
  }
};
