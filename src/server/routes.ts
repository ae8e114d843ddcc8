import type { AnyRoute } from "./route.ts";

/** Every address of the server. */
export const routes: readonly AnyRoute[] = [];
