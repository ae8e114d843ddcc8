import { createCommandIo } from "../../src/cli/create-command-io.ts";
import { runProgram } from "../../src/cli/program.ts";
import { createRedactor } from "../../src/cli/redactor.ts";
import { reportChild } from "../side-by-side.ts";

const [reference = "", candidate = "", store = ""] = process.argv.slice(2);

/** `lockstep compare` as people type it, with its HTML report. */
await reportChild(async () => String(await runProgram(
  ["compare", reference, candidate, "--id", "id", "--time", "ts", "--label", "label", "--score", "score", "--decision", "decision", "--positive", "1", "--store", store, "--quiet", "--exit-zero", "-o", `${store}/report.html`],
  (presentation) => createCommandIo(presentation, { signal: new AbortController().signal, redactor: createRedactor() }),
)));
