import { alertRoutes } from "./resources/alerts.ts";
import { argoRoutes } from "./resources/argo.ts";
import { cloudEventRoutes } from "./resources/cloud-events.ts";
import { comparisonRoutes } from "./resources/comparisons.ts";
import { decisionRoutes } from "./resources/decisions.ts";
import { environmentRoutes } from "./resources/environments.ts";
import { eventRoutes } from "./resources/events.ts";
import { evidenceRoutes } from "./resources/evidence.ts";
import { experimentRoutes } from "./resources/experiments.ts";
import { findingRoutes } from "./resources/findings.ts";
import { flaggerRoutes } from "./resources/flagger.ts";
import { followUpRoutes } from "./resources/follow-up.ts";
import { healthRoutes } from "./resources/health.ts";
import { holdRoutes } from "./resources/holds.ts";
import { hypothesisRoutes } from "./resources/hypotheses.ts";
import { incidentRoutes } from "./resources/incidents.ts";
import { kayentaRoutes } from "./resources/kayenta.ts";
import { kserveRoutes } from "./resources/kserve.ts";
import { ledgerRoutes } from "./resources/ledger.ts";
import { metricRoutes } from "./resources/metrics.ts";
import { mlflowRoutes } from "./resources/mlflow.ts";
import { modelRoutes } from "./resources/models.ts";
import { openApiRoute } from "./resources/openapi-page.ts";
import { pageRoutes } from "./resources/pages.ts";
import { policyRoutes } from "./resources/policy.ts";
import { pushRoutes } from "./resources/pushed.ts";
import { recordRoutes } from "./resources/records.ts";
import { requestRoutes } from "./resources/requests.ts";
import { retentionRoutes } from "./resources/retention.ts";
import { reviewRoutes } from "./resources/reviews.ts";
import { runRoutes } from "./resources/runs.ts";
import { sessionRoutes } from "./resources/session.ts";
import { signOffRoutes } from "./resources/sign-offs.ts";
import { stateRoutes } from "./resources/states.ts";
import { tokenRoutes } from "./resources/tokens.ts";
import { traceRoutes } from "./resources/traces.ts";
import { trendRoutes } from "./resources/trend.ts";
import { waiverRoutes } from "./resources/waivers.ts";
import type { AnyRoute } from "./route.ts";

/** What people and tools ask for, resource by resource; the dashboard's client takes its types from here. */
export const resources = [
  ...alertRoutes,
  ...argoRoutes,
  ...cloudEventRoutes,
  ...comparisonRoutes,
  ...decisionRoutes,
  ...environmentRoutes,
  ...eventRoutes,
  ...evidenceRoutes,
  ...experimentRoutes,
  ...findingRoutes,
  ...flaggerRoutes,
  ...followUpRoutes,
  ...healthRoutes,
  ...holdRoutes,
  ...hypothesisRoutes,
  ...incidentRoutes,
  ...kayentaRoutes,
  ...kserveRoutes,
  ...ledgerRoutes,
  ...metricRoutes,
  ...mlflowRoutes,
  ...modelRoutes,
  ...policyRoutes,
  ...pushRoutes,
  ...recordRoutes,
  ...requestRoutes,
  ...retentionRoutes,
  ...reviewRoutes,
  ...runRoutes,
  ...sessionRoutes,
  ...signOffRoutes,
  ...stateRoutes,
  ...tokenRoutes,
  ...traceRoutes,
  ...trendRoutes,
  ...waiverRoutes,
] as const;

const described: readonly AnyRoute[] = [...resources, openApiRoute(() => described)];

/** Every address of the server. */
export const routes: readonly AnyRoute[] = [...described, ...pageRoutes];
