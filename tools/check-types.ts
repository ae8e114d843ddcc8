// Types of one project's own files: node tools/check-types.ts dashboard. What such a project imports from the sources is checked with the sources, so the compiler
// is asked here only for what the project adds; the whole program would be checked once more for each project otherwise.
import { dirname, resolve, sep } from "node:path";
import ts from "typescript";

const host: ts.FormatDiagnosticsHost = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => process.cwd(), getNewLine: () => "\n" };

/** What is wrong with the types of a folder's files, under its own tsconfig.json; empty when nothing is. */
const problemsIn = (folder: string): readonly ts.Diagnostic[] => {
  const path = resolve(folder, "tsconfig.json");
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error !== undefined) return [error];
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  const program = ts.createProgram({ rootNames: fileNames, options });
  const own = program.getSourceFiles().filter(({ fileName }) => resolve(fileName).startsWith(`${dirname(path)}${sep}`) && !fileName.includes("/node_modules/"));
  return [...errors, ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(), ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])];
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("node tools/check-types.ts FOLDER");
const problems = problemsIn(folder);
process.stdout.write(ts.formatDiagnostics(problems, host));
process.exitCode = problems.length === 0 ? 0 : 1;
