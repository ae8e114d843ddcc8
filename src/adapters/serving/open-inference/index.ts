import type { ServingProtocol } from "../../../ports/serving.ts";
import { createOpenInferenceClient } from "./open-inference-client.ts";
import { recognise } from "./recognise.ts";

/** Open Inference Protocol v2 over REST: MLServer, Triton, KServe, Seldon. */
export const openInference: ServingProtocol = { id: "open-inference", label: "Open Inference Protocol v2", recognise, create: createOpenInferenceClient };
