import type { ProcReader } from "./proc-reader.ts";

/** The interpreter itself, as far as its files tell. */
export const readInterpreter: ProcReader = ({ reading, interpreter }) => {
  if (interpreter === null) {
    for (const kind of ["python.version", "python.implementation", "python.executable"]) reading.miss(kind, "no Python interpreter is in this process");
    return;
  }
  if (interpreter.version === null) reading.miss("python.version", `only ${interpreter.series} can be told from the name of the interpreter`);
  else reading.put("python.version", interpreter.version, "process", "the interpreter's binary");
  reading.put("python.implementation", "cpython", "process", "the interpreter's binary");
  reading.put("python.executable", interpreter.executable, "process", "first word of the command line");
};
