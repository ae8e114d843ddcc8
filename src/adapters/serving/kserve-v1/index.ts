import type { ServingProtocol } from "../../../ports/serving.ts";
import { createKserveV1Client } from "./kserve-v1-client.ts";
import { recognise } from "./recognise.ts";

/** KServe's first protocol: `POST /v1/models/M:predict` with instances. */
export const kserveV1: ServingProtocol = { id: "kserve-v1", label: "KServe v1", recognise, create: createKserveV1Client };
