import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { exposition } from "../metrics/exposition.ts";
import { metricFamilies } from "../metrics/metric-families.ts";
import { pauses } from "../../app/serve/pauses.ts";
import { readyAnswer } from "../ready-answer.ts";
import { route } from "../route.ts";

const openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const textType = "text/plain; version=0.0.4; charset=utf-8";

/** What was made of the store as it is: by its ledger's last entry and the waivers that hold, and then by who may see what, in which form. Scrapers that ask at the same time wait for the same. */
const made = new WeakMap<ServerWorld, { readonly head: string; readonly texts: Map<string, Promise<string>> }>();

const textOf = (world: ServerWorld, models: Principal["models"], openMetrics: boolean): Promise<string> => {
  const head = `${world.catalogue.head()?.hash ?? ""} ${world.catalogue.holding()}`;
  const before = made.get(world);
  const known = before?.head === head ? before : { head, texts: new Map<string, Promise<string>>() };
  made.set(world, known);
  const key = JSON.stringify([models, openMetrics]);
  const text = known.texts.get(key) ?? metricFamilies(world, { models }, pauses(world.clock, world.io.signal)).then((families) => exposition(families, openMetrics));
  known.texts.set(key, text);
  text.catch(() => known.texts.delete(key));
  return text;
};

/** The state of everything for Prometheus and whoever speaks as it does. */
const metrics = route({ method: "get", path: "/metrics", scope: "read", tag: "server", summary: "Corridors, estimates, verdicts and open incidents as OpenMetrics", result: "application/openmetrics-text" }, async ({ request, world, principal }) => {
  const openMetrics = /application\/openmetrics-text/.test(request.headers.get("accept") ?? "");
  return readyAnswer(await textOf(world, principal.models, openMetrics), { "content-type": openMetrics ? openMetricsType : textType });
});

export const metricRoutes = [metrics] as const;
