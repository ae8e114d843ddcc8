import type { ServingProtocol } from "../../../ports/serving.ts";
import { recognise } from "./recognise.ts";
import { createTensorflowServingClient } from "./tensorflow-serving-client.ts";

/** TensorFlow Serving's REST interface. */
export const tensorflowServing: ServingProtocol = { id: "tensorflow-serving", label: "TensorFlow Serving", recognise, create: createTensorflowServingClient };
