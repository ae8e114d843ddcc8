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

/** Names a user may force with `--template`, when the model declares too little. */
export const layoutNames = ["columns", "tensor"] as const;

/** The name of a single tensor when the model declares none; servers of a single tensor do not look at it. */
export const undeclaredTensorName = "input-0";

/**
 * Decides from what the model declares: several inputs, or one without a second dimension, go by column; one input with a second
 * dimension takes all columns; no declaration at all goes by column, since a name can be refused while an order cannot.
 */
export function requestLayout(metadata: ModelMetadata, serverName: string | null, forced: string | null): { readonly layout: RequestLayout; readonly because: string } {
  const { inputs } = metadata;
  const [first] = inputs;
  if (forced !== null && !(layoutNames as readonly string[]).includes(forced)) {
    throw new LockstepError("LS102", { message: `the Open Inference Protocol has no request layout "${forced}"`, place: "--template", todo: `Give one of: ${layoutNames.join(", ")}.` });
  }
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
