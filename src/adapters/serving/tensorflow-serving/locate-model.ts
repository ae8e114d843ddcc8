import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { ServingOptions } from "../../../ports/serving.ts";

export interface ModelPlace {
  /** What precedes `/v1`, without a slash at its end. */
  readonly prefix: string;
  readonly model: string | null;
  /** A version's number, or the label that stands for one. */
  readonly version: string | null;
  /** From the URL's query, `?signature_name=…`. */
  readonly signature: string | null;
}

/** Reads `/prefix/v1/models/M[/versions/V|/labels/L][:predict]` as far as it goes; what is named twice must agree (LS105). */
export function locateModel(options: ServingOptions): ModelPlace {
  const [bare = "", query = ""] = options.path.split("?");
  const path = bare.replace(/\/+$/, "");
  const found = /^(.*?)\/v1(?:\/models(?:\/([^/:]+)(?:\/(?:versions|labels)\/([^/:]+))?(?::predict|\/metadata)?)?)?$/.exec(path);
  const decoded = (part: string | undefined): string | null => (part === undefined ? null : decodeURIComponent(part));
  return {
    prefix: found === null ? path : (found[1] ?? ""),
    model: agree("--model", decoded(found?.[2]), options.model, options.path),
    version: agree("--model-version", decoded(found?.[3]), options.version, options.path),
    signature: new URLSearchParams(query).get("signature_name"),
  };
}

function agree(option: string, inUrl: string | null, given: string | null, path: string): string | null {
  if (inUrl !== null && given !== null && inUrl !== given) throw new LockstepError("LS105", { message: `the URL names ${inUrl} and ${option} names ${given}`, place: path });
  return given ?? inUrl;
}

/** `/v1/models/M` with the version when there is one: versions are numbers, anything else is a label. */
export function modelPath(prefix: string, model: string, version: string | null): string {
  const base = `${prefix}/v1/models/${encodeURIComponent(model)}`;
  return version === null ? base : `${base}/${/^\d+$/.test(version) ? "versions" : "labels"}/${encodeURIComponent(version)}`;
}
