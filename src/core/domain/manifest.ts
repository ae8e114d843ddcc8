import { z } from "zod";
import { DType } from "./dtype.ts";
import { IdentityPart } from "./identity.ts";
import { Metric, MetricName } from "./metric.ts";

const text = z.string().min(1);
const patterned = (pattern: RegExp, wanted: string) => z.string().regex(pattern, { error: `is not ${wanted}` });

/** `250ms`, `1.5s`, `2m`, `12h`, `30d`. */
export const Duration = patterned(/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/, "a duration such as 250ms, 1.5s, 2m, 12h or 30d");
/** `0.1%`, or a number from 0 to below 1. */
export const Share = z.union([z.number().min(0).lt(1), patterned(/^\d+(\.\d+)?\s*%$/, "a share such as 0.001 or 0.1%")]);
/** `512MB`, `2GiB`, or a number of bytes. */
export const Bytes = z.union([z.number().int().positive(), patterned(/^\d+(\.\d+)?\s*(B|kB|MB|GB|KiB|MiB|GiB)$/, "a size such as 512MB or 2GiB")]);
const Digest = patterned(/^sha256:[0-9a-f]{64}$/, "a digest such as sha256: and 64 hexadecimal digits");
const Day = patterned(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2026-12-31");

export const CheckMode = z.enum(["enforce", "warn", "observe"]).describe("enforce: decides the verdict; warn: at most warns; observe: only shown");
export type CheckMode = z.infer<typeof CheckMode>;

/** The checks whose mode can be set. */
export const checkNames = ["parity", "coverage", "schema", "noise", "segments", "errors", "latency", "metrics", "environment", "preprocessing", "budgets", "reported"] as const;
export type CheckName = (typeof checkNames)[number];

export const ToleranceSpec = z.strictObject({
  absolute: z.number().nonnegative().optional(),
  relative: z.number().nonnegative().optional(),
  mode: z.enum(["either", "both", "additive"]).optional(),
}).describe("when two numbers count as the same; at least one of absolute and relative");

export const Owner = z.strictObject({ name: text, function: z.enum(["data-science", "engineering", "compliance", "product"]).optional(), contact: text.optional() });

/** What must hold by itself, whatever the other side does. */
export const Budgets = z.strictObject({
  latency: z.strictObject({ p50: Duration.optional(), p95: Duration.optional(), p99: Duration.optional() }).optional(),
  errorRate: Share.optional(),
  memory: Bytes.optional(),
  gpuMemory: Bytes.optional(),
  cpuPerRequest: Duration.optional().describe("processor time per request"),
}).describe("absolute limits that an environment must keep");

export const Feature = z.strictObject({
  name: text,
  dtype: DType.optional(),
  nullable: z.boolean().optional(),
  categories: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

export const GoldenSet = z.strictObject({
  file: text.optional().describe("Parquet, CSV or JSON lines; relative to this file; left out where both sides are files of predictions"),
  key: text.optional(),
  label: text.optional(),
  exclude: z.array(text).optional().describe("columns that are not sent"),
  segments: z.array(text).optional(),
  digest: Digest.optional().describe("pins the file's content; another content is an error"),
});

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A small input with what must come of it. */
export const PreprocessingCase = z.strictObject({
  name: text,
  input: z.record(z.string(), Scalar),
  expect: z.strictObject({
    preprocessed: z.union([z.array(Scalar), z.record(z.string(), Scalar)]).optional().describe("what the packed preprocessing gives"),
    stages: z.record(z.string(), z.union([z.array(Scalar), z.record(z.string(), Scalar)])).optional().describe("what tapped stages hold, by name"),
    output: z.record(z.string(), Scalar).optional().describe("what the model answers, by output"),
    dtype: text.optional(),
    shape: z.array(z.number().int()).optional(),
    error: z.union([z.literal(true), text]).optional().describe("the input must be refused; a text must be part of the message"),
  }),
  tolerance: z.number().nonnegative().optional().describe("largest absolute difference of a number (1e-9)"),
});

/** What an environment says of itself, to be recomputed. */
export const ReportedMetrics = z.strictObject({
  source: text.describe("a JSON file or URL of metric: value, or of metric: {value, average, threshold, window, n}"),
  headers: z.record(z.string(), text).optional(),
});

export const Override = z.strictObject({
  name: text,
  reason: text.describe("why this environment differs on purpose"),
  set: z.record(z.string(), z.unknown()).optional().describe("values of the model by path, such as version or decision.threshold"),
  allow: z.array(text).optional().describe("fingerprint fields that may differ, such as package.version:numpy or cpu.*"),
  until: Day.optional().describe("last day on which it holds"),
});

export const EnvironmentEntry = z.strictObject({
  target: text.describe("URL, command, or file of predictions"),
  production: z.boolean().optional().describe("asked gently; by name when not said"),
  protocol: text.optional(),
  model: text.optional().describe("the model's name on that server"),
  modelVersion: text.optional(),
  template: text.optional(),
  headers: z.record(z.string(), text).optional().describe("secrets by reference: env:NAME or file:PATH"),
  ca: text.optional(), cert: text.optional(), certKey: text.optional(), host: text.optional(), via: text.optional(), replicaHeader: text.optional(),
  maxRate: z.number().positive().optional().describe("requests a second"),
  fingerprint: text.optional().describe("URL of the SDK's endpoint, file, or pid:NUMBER"),
  lockstep: text.optional().describe("URL where the SDK is mounted, for stages, preprocessing and resources"),
  metrics: text.optional().describe("URL of a Prometheus /metrics page"),
  reported: ReportedMetrics.optional(),
  owner: Owner.optional(),
  overrides: z.array(Override).optional(),
}).describe("a named place where a model runs");

/** What production wrote down of a model: its log, late labels, and where it is measured. */
export const ProductionEntry = z.strictObject({
  environment: text.optional().describe("the environment whose log it is (production)"),
  log: text.optional().describe("a file, a folder of parts or a glob; relative to this file"),
  format: text.optional(), map: text.optional(),
  zone: text.optional().describe("time zone of times that have none"),
  labels: z.strictObject({ source: text, key: text.optional(), label: text.optional(), time: text.optional() }).optional().describe("labels that came later"),
  prometheus: z.strictObject({ url: text, headers: z.record(z.string(), text).optional() }).optional().describe("range queries; secrets by reference"),
}).describe("where the predictions and outcomes of production lie");

/** Where an expectation comes from: one of these. */
export const ExpectationEntry = z.union([
  z.strictObject({ backtest: text.describe("predictions and labels of a backtest or hold-out"), map: text.optional(), format: text.optional(), zone: text.optional(), labels: text.optional() }),
  z.strictObject({ folds: z.union([z.array(z.number()).min(2), text]).describe("one value per fold, or a file with one per line"), rows: z.number().int().positive().optional().describe("rows of a fold"), source: text.optional() }),
  z.strictObject({ simulation: z.union([z.array(z.number()).min(2), text]).describe("drawn values, or a file with one per line"), source: text.optional() }),
  z.strictObject({ value: z.number(), standardError: z.number().nonnegative().describe("0 is a promise without error"), rows: z.number().int().positive().optional(), source: text.describe("where the number comes from") }),
]);

export const HypothesisEntry = z.strictObject({
  claim: text.describe("in one sentence, as people say it"),
  metric: z.union([MetricName, Metric]),
  population: text.optional().describe("SQL over the columns of the log; only these rows"),
  segments: z.array(text).optional().describe("told within each value of these columns as well"),
  expected: ExpectationEntry,
  margin: z.union([z.number().nonnegative(), patterned(/^\d+(\.\d+)?\s*%$/, "a number, or a share of the expected value such as 5%"), z.strictObject({ below: z.number().nonnegative().nullable().optional(), above: z.number().nonnegative().nullable().optional(), relative: z.boolean().optional() })])
    .optional().describe("how far production may lie from it; one number is to the bad side where one side is bad, else to both"),
  window: z.enum(["hour", "day", "week"]).optional().describe("day"),
  timeZone: text.optional().describe("IANA name; in which days begin (UTC)"),
  aggregation: z.enum(["pooled", "mean-of-windows"]).optional().describe("pooled"),
  minimum: z.strictObject({ coverage: Share.or(z.literal(1)).or(z.literal("100%")).optional(), rows: z.number().int().min(1).optional() }).optional(),
  labelMaturity: Duration.optional().describe("how long labels are waited for"),
  reweightBy: text.optional().describe("a column: the estimate is also told for production's mix of it"),
  owner: Owner.optional(),
  severity: z.enum(["critical", "high", "medium", "low", "info"]).optional().describe("medium"),
  impact: z.strictObject({ perDay: z.number().nonnegative(), unit: text }).optional().describe("what a day outside costs"),
  consequence: z.enum(["investigate", "pause", "roll-back"]).optional().describe("investigate"),
  review: Day.optional().describe("last day on which it holds without being looked at again"),
  mode: CheckMode.optional(),
  since: text.optional().describe("judged from here on; from its registration when left out"),
}).describe("a claim about production, registered before the data that judge it");
export type HypothesisEntry = z.infer<typeof HypothesisEntry>;

/** A time known beforehand to be unlike others. */
export const CalendarLine = z.strictObject({
  name: text, from: text.describe("2026-12-24, or an instant"), to: text.describe("not in it"),
  kind: z.enum(["holiday", "campaign", "outage", "other"]).optional(), models: z.array(text).optional(),
  treatment: z.enum(["exclude", "note"]).optional().describe("exclude: shown and not judged (exclude for outages and holidays, note for others)"),
  reason: text.optional(),
});

/** When `lockstep watch` does what: cron expressions of five fields. */
export const WatchEntry = z.strictObject({
  timeZone: text.optional().describe("of the expressions (UTC)"),
  validate: text.optional(), check: text.optional(), fingerprint: text.optional(),
  catchUp: z.enum(["last", "all", "none"]).optional().describe("what is done of what fell due while nothing ran (last)"),
  escalate: z.array(z.strictObject({ after: Duration, to: text })).optional().describe("whom an incident that nobody acknowledged goes to"),
  closeAfter: z.number().int().min(1).optional().describe("looks in a row that must be well before an incident closes (3)"),
});

export const ModelEntry = z.strictObject({
  description: text.optional(),
  version: z.union([text, z.number()]).optional(),
  author: text.optional().describe("who built it; a sign-off of what nobody is named for counts as self-signed"),
  artifacts: z.array(text).optional().describe("files or folders of the model, relative to this file"),
  preprocessing: z.strictObject({ artifacts: z.array(text).optional(), cases: z.array(PreprocessingCase).optional() }).optional(),
  locks: z.array(text).optional().describe("lock files: requirements.txt with hashes, pylock.toml, uv.lock, poetry.lock, conda-lock.yml, package-lock.json"),
  image: text.optional().describe("container image with its digest"),
  training: text.optional().describe("folder that capture_training wrote to; becomes the environment training"),
  decision: z.strictObject({ output: text.optional(), threshold: z.number(), positive: text.optional() }).optional(),
  seeds: z.record(z.string(), z.number().int()).optional(),
  features: z.array(Feature).optional(),
  golden: GoldenSet.optional(),
  outputs: z.array(text).optional().describe("outputs to compare; all in common when not said"),
  tolerances: z.strictObject({ default: ToleranceSpec.optional(), outputs: z.record(z.string(), ToleranceSpec).optional() }).optional(),
  budgets: Budgets.optional(),
  maxOutside: Share.optional(), maxUnmatched: Share.optional(), maxLatencyRatio: z.number().positive().optional(),
  claim: z.enum(["these-inputs", "inputs-like-these"]).optional(),
  checks: z.partialRecord(z.enum(checkNames), CheckMode).optional(),
  environments: z.record(z.string(), EnvironmentEntry.partial()).optional().describe("where this model differs from the environment of that name"),
  compare: z.array(z.strictObject({ reference: text, candidate: text })).optional(),
  production: ProductionEntry.optional(),
  hypotheses: z.record(z.string().regex(/^[a-z0-9][a-z0-9._-]*$/), HypothesisEntry).optional().describe("claims about production, by name"),
  owner: Owner.optional(),
}).describe("one model with everything that was agreed about it");

const Function = z.enum(["data-science", "engineering", "compliance", "product"]);

/** How many must say yes, and of which functions. */
export const ApprovalEntry = z.strictObject({
  of: z.number().int().min(1).optional().describe("how many people altogether (the sum of functions, else 1)"),
  functions: z.partialRecord(Function, z.number().int().min(1)).optional().describe("how many of each function"),
});

/** When this, then that; the first that fits decides. Left out: any. */
export const DecisionRule = z.strictObject({
  verdict: z.enum(["pass", "warn", "fail", "inconclusive", "error"]).optional(),
  severity: z.enum(["critical", "high", "medium", "low", "info"]).optional().describe("at least this, of the findings that decide"),
  criterion: z.enum(["performance", "fairness", "reliability", "parity", "data"]).optional().describe("what the deciding findings are about"),
  environment: text.optional(),
  kind: z.enum(["check", "compare", "validate"]).optional(),
  // oxlint-disable-next-line unicorn/no-thenable -- a key of what people write, and nothing that is awaited
  then: z.enum(["proceed", "proceed-with-mitigation", "pause", "roll-back"]),
  why: text.optional(),
});
export type DecisionRule = z.infer<typeof DecisionRule>;

/** Something that may be done about an incident without asking anybody first, or after somebody said yes. */
export const RemedyEntry = z.strictObject({
  description: text,
  command: z.array(text).min(1).optional().describe("a program and its arguments; {model}, {environment} and {incident} stand for their names"),
  webhook: z.strictObject({ url: text, headers: z.record(z.string(), text).optional() }).optional().describe("a POST with the incident; secrets by reference"),
  dryRun: z.array(text).min(1).optional().describe("what is run in its place to see what it would do"),
  automatic: z.boolean().optional().describe("without a person's approval (false)"),
  perDay: z.number().int().min(1).optional().describe("how often in a day at most (1)"),
  when: z.strictObject({ consequence: z.enum(["investigate", "pause", "roll-back"]).optional(), severity: z.enum(["critical", "high", "medium", "low", "info"]).optional(), models: z.array(text).optional() }).optional().describe("which incidents it is for; all when left out"),
  timeout: Duration.optional().describe("60s"),
});
export type RemedyEntry = z.infer<typeof RemedyEntry>;

/** Where alerts go. Exactly one of the kinds; secrets by reference. */
export const ChannelEntry = z.union([
  z.strictObject({ alertmanager: text.describe("base URL"), headers: z.record(z.string(), text).optional() }),
  z.strictObject({ slack: text.describe("incoming webhook; by reference, for it is a secret") }),
  z.strictObject({ pagerduty: text.describe("routing key; by reference"), url: text.optional().describe("https://events.pagerduty.com") }),
  z.strictObject({ smtp: text.describe("smtp://host:587 or smtps://host:465"), from: text, to: z.array(text).min(1), user: text.optional(), password: text.optional() }),
  z.strictObject({ webhook: text.describe("receives a CloudEvent"), secret: text.describe("key of the signature; by reference"), headers: z.record(z.string(), text).optional() }),
]);
export type ChannelEntry = z.infer<typeof ChannelEntry>;

/** Who is told of what, where. */
export const AlertsEntry = z.strictObject({
  channels: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), ChannelEntry),
  routes: z.array(z.strictObject({
    to: z.array(text).min(1).describe("names of channels"),
    severity: z.enum(["critical", "high", "medium", "low", "info"]).optional().describe("at least this"),
    perDay: z.number().nonnegative().optional().describe("business impact of a day, at least this"),
    models: z.array(text).optional(), kinds: z.array(z.enum(["opened", "reopened", "escalated", "closed"])).optional(),
  })).optional().describe("every route that fits is taken; all alerts to all channels when left out"),
  groupWithin: Duration.optional().describe("alerts that come within this time go out together (30s)"),
  mute: z.array(z.strictObject({ from: text, to: text, models: z.array(text).optional(), reason: text })).optional().describe("times when nothing is sent; shown as muted, told when it is over if it still stands"),
  retryFor: Duration.optional().describe("how long a delivery that fails is tried again (24h)"),
}).describe("who is told when an incident opens, gets worse or closes");
export type AlertsEntry = z.infer<typeof AlertsEntry>;

/** `lockstep serve`: one process that a team can open. */
export const ServerEntry = z.strictObject({
  host: text.optional().describe("127.0.0.1"), port: z.number().int().min(0).max(65535).optional().describe("4860; 0: any that is free"),
  url: text.optional().describe("how people reach it, for links and signing in"),
  allowedHosts: z.array(text).optional().describe("names under which it may be asked, besides that of url"),
  oidc: z.strictObject({
    issuer: text, clientId: text, clientSecret: text.optional().describe("by reference"), scopes: z.array(text).optional(),
    roles: z.record(text, z.enum(["viewer", "operator", "approver", "admin"])).optional().describe("a group of people, or one, to a role; * for all others"),
    functions: z.record(text, Function).optional().describe("a group of people, or one, to a function"),
    claim: text.optional().describe("the claim that names groups (groups)"),
  }).optional().describe("where people sign in"),
  sessions: Duration.optional().describe("how long one stays signed in (12h)"),
  limits: z.strictObject({ body: Bytes.optional().describe("64MB"), perMinute: z.number().int().min(1).optional().describe("requests of one asker (1200)") }).optional(),
  watch: z.array(text).optional().describe("manifests whose watch: is done in this process"),
  evidence: z.strictObject({ key: text.describe("private ed25519 key; by reference") }).optional().describe("what archives that are asked for over the network are signed with"),
  writeBack: z.strictObject({ mlflow: text, headers: z.record(z.string(), text).optional(), webhookSecret: text.optional().describe("key of the webhooks' signature; by reference") }).optional().describe("the registry whose webhooks start checks, and that verdicts are written to"),
}).describe("the server");
export type ServerEntry = z.infer<typeof ServerEntry>;

export const Policy = z.strictObject({
  identity: z.array(IdentityPart).optional().describe("what a sign-off binds (model, preprocessing, image, lock, precision)"),
  equal: z.array(text).optional().describe("fingerprint groups or fields that must be equal whatever the answers do (model, preprocessing, schema, decision)"),
  signOff: z.strictObject({
    validFor: Duration.optional().describe("until a sign-off expires (30d)"),
    selfSigned: z.boolean().optional().describe("whether people may sign what they built (false)"),
    allowWarnings: z.boolean().optional().describe("whether a run with warnings can be signed (true)"),
    signers: z.array(z.strictObject({ name: text, publicKey: text.describe("PEM file, relative to this file"), function: z.enum(["data-science", "engineering", "compliance", "product"]).optional() })).optional(),
  }).optional(),
  decisions: z.array(DecisionRule).optional().describe("what follows from a verdict; the usual ones where none fits"),
  approvals: z.strictObject({ decision: ApprovalEntry.optional(), waiver: ApprovalEntry.optional(), amendment: ApprovalEntry.optional(), remedy: ApprovalEntry.optional(), "release-hold": ApprovalEntry.optional() })
    .optional().describe("who must say yes to what (one person)"),
  people: z.record(text, z.array(Function)).optional().describe("who may approve in the name of which functions; anybody with the role when left out"),
  singlePerson: z.boolean().optional().describe("whether one person may ask and approve; shown wherever it was used (false)"),
  waivers: z.strictObject({ longest: Duration.optional().describe("90d") }).optional(),
  reviews: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), z.strictObject({ what: text, every: Duration, people: z.array(text).min(1), from: Day.optional() })).optional().describe("what is looked at again and again, and by whom in turn"),
  remedies: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), RemedyEntry).optional().describe("what may be done about an incident"),
  retention: z.strictObject({ keep: Duration.optional().describe("730d") }).optional().describe("how long documents of runs are kept"),
  pushed: z.strictObject({
    count: z.enum(["always", "signed", "never"]).optional().describe("whether runs that were made elsewhere and sent to the server count for gates and decisions: always, those that a key named here signed, or never (always)"),
    keys: z.array(z.strictObject({ name: text, publicKey: text.describe("PEM file, relative to this file") })).optional().describe("whose signatures over pushed runs are trusted"),
  }).optional().describe("what runs are worth that were sent to the server"),
  baseline: z.strictObject({ standIn: z.boolean().optional().describe("whether the baseline's recording may stand in for a reference that cannot be reached (true)") }).optional(),
}).describe("who decides what, and what must be equal");

/** `lockstep.yaml`: the one versioned source of truth of what was agreed. As written; app/manifest resolves it. */
export const Manifest = z.strictObject({
  $schema: text.optional().describe("where editors find the schema of a manifest in JSON; YAML says it in a comment"),
  version: z.literal(1),
  extends: z.union([text, z.array(text)]).optional().describe("other manifests whose values hold where this one says nothing"),
  project: text.optional(),
  owner: Owner.optional(),
  models: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/), ModelEntry).optional(),
  environments: z.record(z.string().regex(/^[a-z][a-z0-9._-]*$/), EnvironmentEntry).optional(),
  compare: z.array(z.strictObject({ reference: text, candidate: text })).optional().describe("pairs that a check without names compares"),
  defaults: ModelEntry.omit({ description: true, version: true, author: true, artifacts: true, image: true, training: true, environments: true, production: true, hypotheses: true }).optional().describe("holds for every model that says nothing else"),
  asking: z.strictObject({
    repeats: z.number().int().min(2).optional(), batch: z.number().int().min(1).optional(), concurrency: z.number().int().min(1).optional(),
    timeout: Duration.optional(), warmup: z.number().int().min(0).optional(), seed: z.number().int().min(0).optional(), probes: z.boolean().optional(),
  }).optional(),
  calendar: z.array(CalendarLine).optional().describe("holidays, campaigns, outages; registered before the data they concern"),
  watch: WatchEntry.optional(),
  alerts: AlertsEntry.optional(),
  server: ServerEntry.optional(),
  baselines: text.optional().describe("folder of the approved baselines (lockstep/baselines)"),
  store: text.optional(),
  policy: Policy.optional(),
}).describe("What was agreed about models, environments and how they are compared");
export type Manifest = z.infer<typeof Manifest>;
