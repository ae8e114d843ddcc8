/** A team's store: so many models in so many environments, looked at for years. */
export interface StoreSize {
  readonly models: number;
  readonly runs: number;
  readonly findingsPerRun: number;
}

export const environments = ["staging", "testing", "production"] as const;
export const whole: StoreSize = { models: 200, runs: 10_000, findingsPerRun: 100 };
export const small: StoreSize = { models: 20, runs: 300, findingsPerRun: 20 };

export const readers = 50;
/** Requests of each kind. */
export const requests = 2000;
export const fewRequests = 200;

/** More than this is felt on a small machine beside what else runs there. */
export const mostMegabytes = 500;

/** Each side is asked in so many turns, so that both meet the same machine. */
export const rounds = 4;

/** Runs that are pushed one after the other, by how large they are. */
export const pushes = {
  whole: { "20 MB": { count: 4, bytes: 20_000_000 }, "100 findings": { count: 100, bytes: 70_000 } },
  quick: { "2 MB": { count: 2, bytes: 2_000_000 } },
} as const;

type Place = (at: { readonly run: string; readonly model: string }) => string;
/** Whether it is made anew for each who asks. */
const kept = (path: Place): { readonly path: Place; readonly fresh: boolean } => ({ path, fresh: false });
const anew = (path: Place): { readonly path: Place; readonly fresh: boolean } => ({ path, fresh: true });

/** What is asked, by the name it has in the table: the address, for a store whose newest run is `run` of `model`. */
export const addresses: Readonly<Record<string, { readonly path: Place; readonly fresh: boolean }>> = {
  "nothing (/healthz)": anew(() => "/healthz"),
  states: kept(() => "/api/v1/states"),
  runs: kept(() => "/api/v1/runs"),
  "runs of a model that failed": kept(({ model }) => `/api/v1/runs?model=${model}&verdict=fail`),
  "runs by words": kept(() => "/api/v1/runs?words=revision17"),
  findings: kept(() => "/api/v1/findings?verdict=fail"),
  "findings of a model": kept(({ model }) => `/api/v1/findings?model=${model}&severity=high`),
  "history of a finding": kept(({ model }) => `/api/v1/findings/${encodeURIComponent("outputs:score-7")}/history?model=${model}&environment=production`),
  "findings of a run": kept(({ run }) => `/api/v1/runs/${run}/findings`),
  run: kept(({ run }) => `/api/v1/runs/${run}`),
  hypotheses: kept(() => "/api/v1/hypotheses"),
  incidents: anew(() => "/api/v1/incidents"),
  ledger: kept(() => "/api/v1/ledger"),
  metrics: kept(() => "/metrics"),
};
