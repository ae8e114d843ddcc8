import { z } from "zod";
import { toolVersion } from "../../app/tool-version.ts";
import { openApi } from "../openapi.ts";
import { type AnyRoute, route } from "../route.ts";

/** The description of all other addresses, made once. */
export const openApiRoute = (routes: () => readonly AnyRoute[]): AnyRoute => {
  let made: Readonly<Record<string, unknown>> | null = null;
  return route({ method: "get", path: "/openapi.json", scope: null, tag: "server", summary: "All addresses, as OpenAPI 3.1", result: z.record(z.string(), z.unknown()) }, () => (made ??= openApi(routes(), toolVersion())));
};
