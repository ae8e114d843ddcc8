import { join, relative } from "node:path";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { Run } from "../../core/domain/run.ts";
import { parseCheckOptions } from "../check/parse-check-options.ts";
import { runCheck } from "../check/run-check.ts";
import type { CommandIo } from "../command-io.ts";
import { type DemoEnvironment, demoInputs, demoRecording, demoSeed } from "./demo-environments.ts";
import { readRecordedService } from "./recorded-service.ts";
import { shortVerdict } from "./short-verdict.ts";
import { startRecordedServer } from "./start-recorded-server.ts";

/** Where the demo leaves its reports and its store, in the directory it is run in. */
const demoFolder = "lockstep-demo";

/** Production is asked at a few requests a second unless somebody says otherwise; this one is only a recording. */
const demoRate = "1000";

const sameForBoth = { inputs: demoInputs, key: "id", label: "outcome", segment: ["age_band"], seed: demoSeed, maxRate: demoRate, fresh: true };

/** One check, its own words withheld. */
const check = async (io: CommandIo, urls: Readonly<Record<DemoEnvironment, string>>, candidate: DemoEnvironment): Promise<{ readonly run: Run; readonly report: string }> => {
  const folder = join(io.cwd, demoFolder);
  const report = join(folder, `staging-${candidate}.html`);
  const document = join(folder, `staging-${candidate}.json`);
  const options = parseCheckOptions(
    { reference: `staging=${urls.staging}`, candidate: `${candidate}=${urls[candidate]}` },
    { ...sameForBoth, store: join(folder, "store"), output: [report, document] },
  );
  return { run: await runCheck(options, { ...io, out: () => {} }), report };
};

/**
 * Three recorded environments of one model are asked by the real check: testing agrees with staging although it runs on another CPU;
 * production does not agree. Ends with 0 when the demo ran, whatever it found.
 */
export const runDemo = async (io: CommandIo): Promise<ExitCode> => {
  const [staging, testing, production] = await Promise.all((["staging", "testing", "production"] as const).map(async (name) => startRecordedServer(await readRecordedService(demoRecording(name)))));
  if (staging === undefined || testing === undefined || production === undefined) throw new Error("three environments were asked for");
  const shown = (path: string): string => relative(io.cwd, path) || path;
  const print = ({ run, report }: { readonly run: Run; readonly report: string }): void =>
    io.out(`${shortVerdict(run, { color: io.colour, ascii: io.ascii, width: io.width, report: shown(report) })}\n`);
  try {
    const urls = { staging: staging.url, testing: testing.url, production: production.url };
    io.out("A clinic's model says which of 300 diabetes patients are urgent. It was tested in staging; does it behave the same\nin testing and in production?\n\n");
    // Both at once, for most of a check is waiting for answers; the progress of one is enough to look at.
    const [good, bad] = await Promise.all([check({ ...io, progress: () => {} }, urls, "testing"), check(io, urls, "production")]);
    print(good);
    print(bad);
    io.out(nextSteps(shown(bad.report), lockstep(io)));
    return ExitCode.proceed;
  } finally {
    await Promise.all([staging.close(), testing.close(), production.close()]);
  }
};

/** How the command is called where it was started: from a clone by its script, from the package by its name. */
const lockstep = (io: CommandIo): string => (io.env["npm_lifecycle_event"] === "demo" ? "npm run lockstep --" : "lockstep");

const nextSteps = (report: string, command: string): string => `Next:
  open ${report} in a browser
  ${command} serve --store ${demoFolder}/store
    look at it in a browser: both runs, their findings and their ledger
  ${command} runs --store ${demoFolder}/store
    the same in the terminal
  ${command} ledger verify --store ${demoFolder}/store
    nothing in it was changed
  ${command} check staging=URL production=URL --inputs rows.csv
    your own model
`;
