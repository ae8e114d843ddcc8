import type { ComponentType } from "react";
import type { DashboardPage } from "../../../src/core/pages/dashboard-pages.ts";
import { OverviewPage } from "./overview-page.tsx";

/** What a page is given: what its path held, decoded, and the filters of its address. */
export interface PageProps {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

export interface PageEntry {
  /** `/runs/{id}`, from the list that the server knows as well; links are made with toSegment for what stands in braces (frame/addresses.ts). */
  readonly path: DashboardPage;
  /** Its name among the links on every page; left out: it is reached from another page. */
  readonly link?: string;
  readonly load: () => Promise<ComponentType<PageProps>>;
}

/** Every page, each fetched when somebody first goes there; the first is there at once. Links stand in this order. */
export const pages: readonly PageEntry[] = [
  { path: "/", link: "Overview", load: () => Promise.resolve(OverviewPage) },
  { path: "/runs", link: "Runs", load: async () => (await import("./runs-page.tsx")).RunsPage },
  { path: "/runs/{id}", load: async () => (await import("./run-page.tsx")).RunPage },
  { path: "/findings", link: "Findings", load: async () => (await import("./findings-page.tsx")).FindingsPage },
  { path: "/compare", load: async () => (await import("./compare-page.tsx")).ComparePage },
  { path: "/models/{name}", load: async () => (await import("./model-page.tsx")).ModelPage },
  { path: "/models/{name}/environments", load: async () => (await import("./environments-page.tsx")).EnvironmentsPage },
  { path: "/hypotheses", link: "Hypotheses", load: async () => (await import("../claims/hypotheses-page.tsx")).HypothesesPage },
  { path: "/models/{model}/hypotheses/{name}", load: async () => (await import("../claims/hypothesis-page.tsx")).HypothesisPage },
  { path: "/incidents", link: "Incidents", load: async () => (await import("../incidents/incidents-page.tsx")).IncidentsPage },
  { path: "/incidents/{id}", load: async () => (await import("../incidents/incident-page.tsx")).IncidentPage },
  { path: "/incidents/{id}/post-mortem", load: async () => (await import("../incidents/post-mortem-page.tsx")).PostMortemPage },
  { path: "/decisions", link: "Decisions", load: async () => (await import("../decisions/decisions-page.tsx")).DecisionsPage },
  { path: "/requests/{id}", load: async () => (await import("../decisions/request-page.tsx")).RequestPage },
  { path: "/alerts", link: "Alerts", load: async () => (await import("../alerts/alerts-page.tsx")).AlertsPage },
  { path: "/ledger", link: "Ledger", load: async () => (await import("./ledger-page.tsx")).LedgerPage },
  { path: "/evidence", link: "Evidence", load: async () => (await import("../evidence/evidence-page.tsx")).EvidencePage },
  { path: "/traces", load: async () => (await import("../traces/traces-page.tsx")).TracesPage },
  { path: "/traces/{trace}", load: async () => (await import("../traces/trace-page.tsx")).TracePage },
  { path: "/executive", link: "One page", load: async () => (await import("../executive/executive-page.tsx")).ExecutivePage },
  { path: "/admin/tokens", load: async () => (await import("../admin/tokens-page.tsx")).TokensPage },
  { path: "/admin/holds", load: async () => (await import("../admin/holds-page.tsx")).HoldsPage },
];
