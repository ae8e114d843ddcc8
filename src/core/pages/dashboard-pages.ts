/**
 * Every page of the dashboard, by its path; `{name}` stands for one piece of it. The dashboard draws these (dashboard/src/pages/page-table.ts), and the server answers
 * any other address with 404.
 */
export const dashboardPages = [
  "/", "/runs", "/runs/{id}", "/findings", "/compare", "/models/{name}", "/models/{name}/environments", "/hypotheses", "/models/{model}/hypotheses/{name}", "/incidents", "/incidents/{id}", "/incidents/{id}/post-mortem",
  "/decisions", "/requests/{id}", "/alerts", "/ledger", "/evidence", "/traces", "/traces/{trace}", "/executive", "/admin/tokens", "/admin/holds",
] as const;

export type DashboardPage = (typeof dashboardPages)[number];
