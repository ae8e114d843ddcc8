import type { ServingProtocol } from "../../../ports/serving.ts";
import { createBentomlClient } from "./bentoml-client.ts";
import { recognise } from "./recognise.ts";

/** A BentoML service (1.2 or newer): every API takes a JSON object of its arguments by POST. */
export const bentoml: ServingProtocol = { id: "bentoml", label: "BentoML", recognise, create: createBentomlClient };
