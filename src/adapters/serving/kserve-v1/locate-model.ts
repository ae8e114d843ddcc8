import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { ServingOptions } from "../../../ports/serving.ts";

/** Reads `/prefix/v1/models/M:predict` as far as it goes; the model named there and by `--model` must agree (LS105). */
export function locateModel(options: ServingOptions): { readonly prefix: string; readonly model: string | null } {
  const path = (options.path.split("?")[0] ?? "").replace(/\/+$/, "");
  const found = /^(.*?)\/v1(?:\/models(?:\/([^/:]+)(?::predict)?)?)?$/.exec(path);
  const model = found?.[2] === undefined ? null : decodeURIComponent(found[2]);
  if (model !== null && options.model !== null && model !== options.model) throw new LockstepError("LS105", { message: `the URL names ${model} and --model names ${options.model}`, place: options.path });
  return { prefix: found === null ? path : (found[1] ?? ""), model: options.model ?? model };
}

export const modelPath = (prefix: string, model: string): string => `${prefix}/v1/models/${encodeURIComponent(model)}`;
