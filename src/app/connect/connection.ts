import type { HeaderReference } from "./resolve-secret.ts";

/** How one environment is reached; null (or left out) is the default. */
export interface EnvironmentOptions {
  /** `open-inference`, `mlflow`, `http-json`; recognised when null. */
  readonly protocol?: string | null;
  readonly model?: string | null;
  readonly version?: string | null;
  readonly template?: string | null;
  /** Values may hold references to secrets. */
  readonly headers?: readonly HeaderReference[];
  /** Paths of PEM files. */
  readonly ca?: string | null;
  readonly cert?: string | null;
  readonly certKey?: string | null;
  readonly host?: string | null;
  /** A command with `{port}` that makes the environment reachable on that local port. */
  readonly via?: string | null;
  readonly timeoutMs?: number;
  /** Connections, or processes of a command. */
  readonly connections?: number;
  readonly maxAnswerBytes?: number;
  readonly replicaHeader?: string | null;
  /** Marks the requests with the run's id. */
  readonly production?: boolean;
  readonly runId?: string;
  /** The input columns, when they are known: what does not fit is then said at once. */
  readonly columns?: readonly string[] | null;
}

/** What connecting needs of the outside. */
export interface ConnectDependencies {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly keepSecret?: (secret: string) => void;
  readonly signal?: AbortSignal;
}
