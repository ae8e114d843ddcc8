import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { ServingOptions } from "../../../ports/serving.ts";

/** Where the protocol's paths begin on this host, and what the user's URL already says of the model. */
export interface ModelPlace {
  /** What precedes `/v2`, without a slash at its end. */
  readonly prefix: string;
  readonly model: string | null;
  readonly version: string | null;
  /** Whether the URL itself was one of the protocol's. */
  readonly explicit: boolean;
}

/** Reads `/prefix/v2/models/M/versions/V/infer` as far as it goes; the model named there and by option must agree (LS105). */
export function locateModel(options: ServingOptions): ModelPlace {
  const path = (options.path.split("?")[0] ?? "").replace(/\/+$/, "");
  const found = /^(.*?)\/v2(?:\/models\/([^/]+)(?:\/versions\/([^/]+))?(?:\/infer)?)?$/.exec(path);
  const model = found?.[2] === undefined ? null : decodeURIComponent(found[2]);
  const version = found?.[3] === undefined ? null : decodeURIComponent(found[3]);
  return {
    prefix: found === null ? path : (found[1] ?? ""),
    model: agree("--model", model, options.model, options.path),
    version: agree("--model-version", version, options.version, options.path),
    explicit: found !== null,
  };
}

function agree(option: string, inUrl: string | null, given: string | null, path: string): string | null {
  if (inUrl !== null && given !== null && inUrl !== given) {
    throw new LockstepError("LS105", { message: `the URL names ${inUrl} and ${option} names ${given}`, place: path });
  }
  return given ?? inUrl;
}

/** `/v2/models/M` with the version when there is one. */
export function modelPath(prefix: string, model: string, version: string | null): string {
  const base = `${prefix}/v2/models/${encodeURIComponent(model)}`;
  return version === null ? base : `${base}/versions/${encodeURIComponent(version)}`;
}
