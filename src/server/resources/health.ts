import { z } from "zod";
import { toolVersion } from "../../app/tool-version.ts";
import { route } from "../route.ts";

const Health = z.object({ status: z.literal("ok"), version: z.string() });

/** Whether it lives: touches nothing, so that it answers even where the store is busy. */
const health = route({ method: "get", path: "/healthz", scope: null, tag: "server", summary: "Whether the server lives", result: Health }, () => ({ status: "ok" as const, version: toolVersion() }));

/** Whether it can do its work: the store opens and its newest entry can be read. */
const ready = route({ method: "get", path: "/readyz", scope: null, tag: "server", summary: "Whether the store can be read", result: Health }, ({ world }) => {
  world.catalogue.head();
  return { status: "ok" as const, version: toolVersion() };
});

export const healthRoutes = [health, ready] as const;
