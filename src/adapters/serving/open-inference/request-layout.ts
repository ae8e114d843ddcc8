import { listNames } from "../../../core/answers/list-names.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { ModelMetadata, TensorSignature } from "./model-metadata.ts";

/**
 * How rows become tensors.
 * - `columns`: one tensor per column, by name. `pandas` adds MLServer's and KServe's content type for a data frame.
 * - `tensor`: all columns, in their order, as one tensor [rows, columns]; `declared` is null when the model declares nothing.
 */
export type RequestLayout =
  | { readonly kind: "columns"; readonly declared: readonly TensorSignature[] | null; readonly pandas: boolean }
  | { readonly kind: "tensor"; readonly declared: TensorSignature | null };

/** What a user may force with `--template`: the layout, when the model declares too little; how tensors are written; or both, as in `tensor-binary`. */
const layoutNames = ["columns", "tensor"] as const;
const encodingNames = ["json", "binary"] as const;

export interface ForcedRequest {
  readonly layout: (typeof layoutNames)[number] | null;
  readonly encoding: (typeof encodingNames)[number] | null;
}

/** Reads `columns`, `tensor`, `json`, `binary`, or a layout and an encoding joined by a hyphen; anything else is LS102. */
export function forcedRequest(template: string | null): ForcedRequest {
  const parts = template === null ? [] : template.split("-");
  const layout = layoutNames.find((name) => name === parts[0]) ?? null;
  const encoding = encodingNames.find((name) => name === parts.at(-1)) ?? null;
  if (parts.length === (layout === null ? 0 : 1) + (encoding === null ? 0 : 1)) return { layout, encoding };
  throw new LockstepError("LS102", { message: `the Open Inference Protocol has no request layout "${template}"`, place: "--template", todo: `Give one of: ${[...layoutNames, ...encodingNames].join(", ")}, or two joined, such as tensor-binary.` });
}

/** The name of a single tensor when the model declares none; servers of a single tensor do not look at it. */
export const undeclaredTensorName = "input-0";

/**
 * Decides from what the model declares: several inputs, or one without a second dimension, go by column; one input with a second
 * dimension takes all columns; no declaration at all goes by column, since a name can be refused while an order cannot.
 */
export function requestLayout(metadata: ModelMetadata, serverName: string | null, forced: ForcedRequest["layout"]): { readonly layout: RequestLayout; readonly because: string } {
  const { inputs } = metadata;
  const [first] = inputs;
  if (forced === "tensor") return { layout: { kind: "tensor", declared: inputs.length === 1 && first !== undefined ? first : null }, because: "all columns go as one tensor, as asked" };
  if (first === undefined) return { layout: { kind: "columns", declared: null, pandas: true }, because: "the model declares no inputs, so each column goes as a tensor of its name (content type pd)" };
  if (inputs.length === 1 && forced === null && (first.shape.length === 1 ? (first.shape[0] ?? -1) > 1 : first.shape.at(-1) !== 1)) {
    return { layout: { kind: "tensor", declared: first }, because: `the model declares one input ${first.name} [${first.shape.join(", ")}], so all columns go as one tensor in their order` };
  }
  const pandas = metadata.contentType === null && serverName?.toLowerCase() === "mlserver";
  return { layout: { kind: "columns", declared: inputs, pandas }, because: `the model declares the inputs ${listNames(inputs.map(({ name }) => name))}, taken from the columns of those names` };
}

/** Whether one request can carry several rows: the first dimension of every declared input is variable. */
export function takesBatches({ inputs }: ModelMetadata): boolean {
  return inputs.every(({ shape }) => shape.length > 0 && shape[0] === -1);
}
