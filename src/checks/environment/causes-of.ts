import type { FieldPair } from "./pair-fields.ts";

/** Kinds whose subjects do very different things: what a switch is called says which cause it speaks for. */
const bySubject: Readonly<Record<string, readonly (readonly [RegExp, readonly string[]])[]>> = {
  "framework.switch": [
    [/tf32|fp32_precision|tensor_float_32|matmul_precision/i, ["B8"]],
    [/benchmark/i, ["B10"]],
    [/determinis/i, ["B10", "J6"]],
    [/bf16|bfloat16|reduced_precision|dtype|floatx|x64/i, ["B20", "B12"]],
    [/thread/i, ["B6", "J2"]],
    [/sdp|attention/i, ["J5", "B2"]],
    [/\.cuda$|cudnn\.version|cudnn\.enabled|graph_optimization|jit|mkldnn/i, ["B2", "B19", "B10"]],
    [/^numpy\.cpu_disabled/i, ["B1", "I8"]],
  ],
  "gpu.variable": [
    [/tf32/i, ["B8"]],
    [/workspace|determinis/i, ["B10"]],
    [/visible|device/i, ["J1"]],
  ],
};

/** The causes that this field speaks for, the likeliest first. */
export const causesOf = ({ kindName, kind, subject }: Pick<FieldPair, "kindName" | "kind" | "subject">): readonly string[] =>
  (kindName === null || subject === null ? undefined : bySubject[kindName]?.find(([name]) => name.test(subject))?.[1]) ?? kind?.causes ?? [];
