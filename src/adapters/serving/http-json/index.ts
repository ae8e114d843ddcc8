import type { ServingProtocol } from "../../../ports/serving.ts";
import { createHttpJsonClient, recognise } from "./http-json-client.ts";

/** Any endpoint that takes JSON by POST: by template, or as its OpenAPI document says (FastAPI writes one by itself). */
export const httpJson: ServingProtocol = { id: "http-json", label: "plain JSON", recognise, create: createHttpJsonClient };
