import { eventRoutes } from "./resources/events.ts";
import { evidenceRoutes } from "./resources/evidence.ts";
import { experimentRoutes } from "./resources/experiments.ts";
import { healthRoutes } from "./resources/health.ts";
import { holdRoutes } from "./resources/holds.ts";
import { metricRoutes } from "./resources/metrics.ts";
import { openApiRoute } from "./resources/openapi-page.ts";
import type { AnyRoute } from "./route.ts";

/** What people and tools ask for, resource by resource; the dashboard's client takes its types from here. */
export const resources = [
  ...eventRoutes,
  ...evidenceRoutes,
  ...experimentRoutes,
  ...healthRoutes,
  ...holdRoutes,
  ...metricRoutes,
] as const;

/** Every address of the server. */
export const routes: readonly AnyRoute[] = [...resources, openApiRoute(() => routes)];
