import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { FieldWeight } from "../../core/fingerprint/field-kinds.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";

/** Worst first. */
export const weights: readonly FieldWeight[] = ["block", "high", "warn", "explains"];

/** Of two differences of one weight, the group that decides answers more directly comes first. */
const groupOrder = [
  "model", "preprocessing", "schema", "decision", "precision", "code", "locale", "time", "data", "gpu", "container", "native", "numerics", "limits", "packages", "randomness", "python", "threads", "cpu", "serving", "configuration",
];

/** Packages that compute the answers of most models; of two that differ these are looked at first. */
const computing: ReadonlySet<string> = new Set([
  "numpy", "scipy", "scikit-learn", "pandas", "xgboost", "lightgbm", "catboost", "torch", "tensorflow", "tensorflow-cpu", "keras", "jax", "jaxlib", "onnxruntime", "onnxruntime-gpu", "onnx", "transformers", "tokenizers",
  "torchvision", "polars", "pyarrow", "joblib", "statsmodels", "numba",
]);

const MOVES: Readonly<Record<EnvironmentDifference["moves"], number>> = { both: 6, answers: 5, latency: 2, nothing: 0 };

interface Weighed {
  readonly weight: FieldWeight;
  readonly group: string;
  readonly moves: EnvironmentDifference["moves"];
  readonly subject: string | null;
  readonly quiet: string | null;
  readonly override: string | null;
  readonly unread: readonly string[];
  /** Whether a fixed computation was seen to give other digits. */
  readonly seenInArithmetic: boolean;
  /** Whether another difference that is told explains that this one is there: packages behind an exchanged image. */
  readonly follows: boolean;
}

/**
 * Higher comes first; only the order means something. Two thousand a step of weight; intended differences come behind all that nobody
 * intended, quiet ones behind everything.
 */
export const rankOf = ({ weight, group, moves, subject, quiet, override, unread, seenInArithmetic, follows }: Weighed): number =>
  (weights.length - weights.indexOf(weight)) * 2000
  + (groupOrder.length - (groupOrder.includes(group) ? groupOrder.indexOf(group) : groupOrder.length)) * 10
  + MOVES[moves]
  + (seenInArithmetic ? 300 : 0)
  + (group === "packages" && subject !== null && computing.has(distributionName(subject)) ? 100 : 0)
  - (unread.length > 0 ? 500 : 0)
  - (follows ? 400 : 0)
  - (override === null ? 0 : 10_000)
  - (quiet === null ? 0 : 30_000);
