export { createCommandClient } from "./command-client.ts";
export type { CommandOptions } from "./command-options.ts";
