// Writes docs/errors.md from the catalogue; a test fails when the two differ.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExitCode } from "../src/core/domain/exit-code.ts";
import { errorCatalogue } from "../src/core/errors/error-catalogue.ts";
import { root } from "./run-steps.ts";

const families: Readonly<Record<string, string>> = {
  1: "Usage",
  2: "Inputs and files",
  3: "Reaching an environment",
  4: "What an environment answered",
  5: "The store and the ledger",
  6: "The machine",
  7: "The server, what people decide, evidence and gates",
};

/** The reference of all expected failures, as Markdown. */
export const errorsPage = (): string => {
  const codes = Object.entries(errorCatalogue);
  const sections = Object.entries(families).map(([digit, title]) => {
    const rows = codes.filter(([code]) => code[2] === digit).map(([code, { title: what, todo, exit }]) => `| \`${code}\` | ${what} | ${todo.replaceAll("|", "\\|")} | ${ExitCode[exit]} |`);
    return `## ${title}\n\n| code | what happened | what to do | exit |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  return `# Errors

Every expected failure has a code. It is printed on stderr in one short block: what happened here, with the names and numbers of the
case, where, and what to do. Anything else that goes wrong is a bug in Lockstep: it leaves a crash log and says where.

This page is generated from \`src/core/errors/error-catalogue.ts\` by \`tools/generate-docs.ts\`.

${sections.join("\n")}`;
};

if (import.meta.main) writeFileSync(join(root, "docs/errors.md"), errorsPage());
