import { exposition } from "../metrics/exposition.ts";
import { metricFamilies } from "../metrics/metric-families.ts";
import { pauses } from "../pauses.ts";
import { readyAnswer } from "../ready-answer.ts";
import { route } from "../route.ts";

const openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const textType = "text/plain; version=0.0.4; charset=utf-8";

/** The state of everything for Prometheus and whoever speaks as it does. */
const metrics = route({ method: "get", path: "/metrics", scope: "read", tag: "server", summary: "Corridors, estimates, verdicts and open incidents as OpenMetrics", result: "application/openmetrics-text" }, async ({ request, world, principal, signal }) => {
  const openMetrics = /application\/openmetrics-text/.test(request.headers.get("accept") ?? "");
  return readyAnswer(exposition(await metricFamilies(world, principal, pauses(world.clock, signal)), openMetrics), { "content-type": openMetrics ? openMetricsType : textType });
});

export const metricRoutes = [metrics] as const;
