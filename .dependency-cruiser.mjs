/**
 * The shape of the house, as rules that fail the build. One direction of imports:
 *   core <- ports <- checks <- work <- app <- server <- cli
 * Adapters know core and ports, never one another; only app knows adapters; report knows core only.
 */
/** Tests, the conformance suites that tests call, and what tests alone start or build on. */
const testFiles = "\\.(test|conformance|fixture)\\.ts$";
const only = (name, from, allowed, comment) => ({
  name,
  severity: "error",
  comment,
  from: { path: `^src/${from}/`, pathNot: testFiles },
  to: { path: "^src/", pathNot: [from, ...allowed].map((room) => `^src/${room}/`) },
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-cycles", severity: "error", comment: "A cycle makes two rooms one; types count too.", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: { path: "^(src|tools|bench)/" }, to: { couldNotResolve: true } },
    only("core-knows-nobody", "core", [], "The nouns and the mathematics stand alone."),
    only("ports-know-core", "ports", ["core"], "A port is an interface over the nouns."),
    only("checks-know-ports", "checks", ["core", "ports"], "A check spells queries and estimators; others run them."),
    only("work-knows-checks", "work", ["core", "ports", "checks"], "Orchestration goes through ports only."),
    only("adapters-know-ports", "adapters", ["core", "ports"], "An adapter fulfils a port and knows no caller."),
    only("report-knows-core", "report", ["core"], "A report is rendered from the run alone."),
    only("app-composes", "app", ["core", "ports", "checks", "work", "adapters", "report"], "The one place where everything meets, but not the command line."),
    only("server-answers", "server", ["core", "ports", "checks", "work", "app", "report"], "Resources work with what app composed; the command line starts the server, never the other way about."),
    { name: "hono-in-server-only", severity: "error", from: { pathNot: `^src/server/|^test/|${testFiles}` }, to: { path: "node_modules/(hono|@hono)/" } },
    {
      name: "adapters-keep-apart",
      severity: "error",
      comment: "Adding or removing an adapter touches its own folder and one registry line. Tests may start the real neighbour: a protocol is tried over the real transport.",
      from: { path: "^src/adapters/([^/]+)/([^/]+)/", pathNot: testFiles },
      to: { path: "^src/adapters/", pathNot: "^src/adapters/$1/$2/" },
    },
    {
      name: "outside-world-stays-outside",
      severity: "error",
      comment: "File system, network, processes and databases only in adapters, app, cli and server.",
      from: { path: "^src/(core|ports|checks|work|report)/", pathNot: testFiles },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|util|buffer)$" },
    },
    {
      name: "core-libraries",
      severity: "error",
      comment: "The pure rooms use schemas and distribution functions, nothing with a life of its own.",
      from: { path: "^src/(core|ports|checks|work|report)/", pathNot: testFiles },
      to: { dependencyTypes: ["npm"], pathNot: "node_modules/(zod|@stdlib)/" },
    },
    { name: "commander-in-cli-only", severity: "error", from: { pathNot: "^src/cli/" }, to: { path: "node_modules/commander/" } },
    { name: "engine-behind-its-port", severity: "error", comment: "DuckDB is known to its adapter, and to tests and tools that need a file made.", from: { pathNot: "^(src/adapters/engines/duckdb/|tools/|bench/|test/)|\\.(test|conformance|fixture)\\.ts$" }, to: { path: "node_modules/@duckdb/" } },
    { name: "tests-are-not-imported", severity: "error", from: { pathNot: `${testFiles}|^test/` }, to: { path: testFiles } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
