export { createTransport } from "./create-transport.ts";
export type { TransportOptions } from "./transport-options.ts";
