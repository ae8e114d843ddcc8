#!/usr/bin/env node
// The executable. It answers --version before anything else is loaded, and refuses a Node that cannot run the rest.
import { writeSync } from "node:fs";
import { toolVersion } from "../app/tool-version.ts";

/** Node's own SQLite and type stripping, which the clone runs on, are there from this major version on. */
const oldestNode = 24;

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  writeSync(1, `${toolVersion()}\n`);
} else if (Number(process.versions.node.split(".")[0]) < oldestNode) {
  const [{ LockstepError }, { errorBlock }] = await Promise.all([import("../core/errors/lockstep-error.ts"), import("./error-block.ts")]);
  const error = new LockstepError("LS601", { message: `this is Node ${process.versions.node}, Lockstep needs ${oldestNode} or newer`, place: process.execPath });
  writeSync(2, errorBlock(error, { colour: false }));
  process.exitCode = error.exitCode;
} else {
  const { runCommandLine } = await import("./run-command-line.ts");
  await runCommandLine(args);
}
