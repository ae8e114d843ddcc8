import type { FieldValue } from "../../../core/domain/fingerprint.ts";
import { numberIn } from "../environment-facts.ts";
import { type SideName, sideNames } from "../pair-fields.ts";
import type { QuietRule } from "./quiet-rule.ts";

/** Instructions that fixed computations in 32 and 64 bits do not use; models in fewer bits do. */
const ofFewBits = /vnni|bf16|amx|fp16|int8|i8mm|dotprod|asimddp/i;
const runsFewBits = ["torch", "onnxruntime", "tensorflow", "tensorflow-cpu", "openvino", "tflite-runtime", "jax", "jaxlib", "ctranslate2"];

const flagsIn = (value: FieldValue | undefined): ReadonlySet<string> => new Set(Array.isArray(value) ? value : typeof value === "string" ? value.split(/[\s,]+/) : []);

const symmetricDifference = (one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] => [...[...one].filter((flag) => !other.has(flag)), ...[...other].filter((flag) => !one.has(flag))];

/** How many threads a library takes when nobody says: as many as processors can be used. */
const threadsOn = (value: (side: SideName, id: string) => FieldValue | undefined, side: SideName, set: FieldValue): number | null => numberIn(set) ?? (set === null ? numberIn(value(side, "cpu.usable")) : null);

/** Another processor, or a thread setting, that was seen to compute the same. */
export const quietArithmetic: QuietRule = ({ kindName, subject, reference, candidate }, facts) => {
  switch (kindName) {
    case "cpu.model": {
      const flags = sideNames.map((side) => facts.value(side, "cpu.flags"));
      if (flags.some((list) => list === undefined) || symmetricDifference(flagsIn(flags[0]), flagsIn(flags[1])).length > 0) return null;
      return facts.allEqual("canary.numpy") ? "the same vector instructions, and every fixed computation gives the same digits" : null;
    }
    case "cpu.flags": {
      const differing = symmetricDifference(flagsIn(reference.value), flagsIn(candidate.value));
      if (differing.length === 0) return "the same instructions in another order";
      const fewBits = differing.some((flag) => ofFewBits.test(flag)) && runsFewBits.some((name) => sideNames.some((side) => facts.loaded(side, name) !== false));
      return facts.allEqual("canary.numpy") && !fewBits ? "every fixed computation gives the same digits without them" : null;
    }
    case "threads.variable": {
      if (subject === null || !subject.endsWith("_NUM_THREADS") || (reference.value !== null && candidate.value !== null)) return null;
      const [one, other] = [threadsOn(facts.value, "reference", reference.value), threadsOn(facts.value, "candidate", candidate.value)];
      return one !== null && one === other ? `set on one side to ${one}, which is the default on the other` : null;
    }
    case "threads.count":
      return reference.value === null || candidate.value === null ? "the library is loaded on one side only, which is told by itself" : null;
    case "memory.limit": {
      const resident = facts.largest("memory.resident");
      const limits = [reference, candidate].map(({ value }) => (value === null ? Number.POSITIVE_INFINITY : (numberIn(value) ?? 0)));
      return resident !== null && limits.every((limit) => limit > FAR_ABOVE * resident) ? `both limits are more than ${FAR_ABOVE} times what is in use` : null;
    }
    default:
      return null;
  }
};

/** A limit this many times above the memory in use is met neither by a burst of requests nor by a second copy of the model. */
const FAR_ABOVE = 4;
