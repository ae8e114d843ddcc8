import type { ServingProtocol } from "../../../ports/serving.ts";
import { recognise } from "./recognise.ts";
import { createSagemakerClient } from "./sagemaker-client.ts";

/** A container that keeps Amazon SageMaker's hosting contract. */
export const sagemaker: ServingProtocol = { id: "sagemaker", label: "SageMaker container", recognise, create: createSagemakerClient };
