import { argoRoutes } from "./resources/argo.ts";
import { eventRoutes } from "./resources/events.ts";
import { evidenceRoutes } from "./resources/evidence.ts";
import { experimentRoutes } from "./resources/experiments.ts";
import { flaggerRoutes } from "./resources/flagger.ts";
import { healthRoutes } from "./resources/health.ts";
import { holdRoutes } from "./resources/holds.ts";
import { kserveRoutes } from "./resources/kserve.ts";
import { metricRoutes } from "./resources/metrics.ts";
import { openApiRoute } from "./resources/openapi-page.ts";
import { pageRoutes } from "./resources/pages.ts";
import { sessionRoutes } from "./resources/session.ts";
import { tokenRoutes } from "./resources/tokens.ts";
import type { AnyRoute } from "./route.ts";

/** What people and tools ask for, resource by resource; the dashboard's client takes its types from here. */
export const resources = [
  ...argoRoutes,
  ...eventRoutes,
  ...evidenceRoutes,
  ...experimentRoutes,
  ...flaggerRoutes,
  ...healthRoutes,
  ...holdRoutes,
  ...kserveRoutes,
  ...metricRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
] as const;

const described: readonly AnyRoute[] = [...resources, openApiRoute(() => described)];

/** Every address of the server. */
export const routes: readonly AnyRoute[] = [...described, ...pageRoutes];
