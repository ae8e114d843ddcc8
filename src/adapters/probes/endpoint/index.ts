export { createEndpointProbe } from "./create-endpoint-probe.ts";
