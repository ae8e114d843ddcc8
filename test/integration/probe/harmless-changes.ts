import type { PythonStart } from "./python-start.ts";
import { distribution } from "./stand-ins.ts";

/** A difference between two processes that cannot matter. */
export interface HarmlessChange {
  readonly what: string;
  readonly reference: PythonStart;
  readonly candidate: PythonStart;
}

const environment = (name: string, one: string, other: string): HarmlessChange => ({ what: name, reference: { env: { [name]: one } }, candidate: { env: { [name]: other } } });
const packaged = { PYTHONPATH: "{folder}/packages" };
const model = { "model/weights.bin": "aaaa" };

/** Changes that nobody wants to hear of: a fingerprint either does not show them, or shows them in a field that moves nothing. */
export const harmlessChanges: readonly HarmlessChange[] = [
  { what: "a restart: another pid, another age", reference: {}, candidate: {} },
  environment("POD_NAME", "scorer-7c9d-abcde", "scorer-7c9d-fghij"),
  environment("NODE_NAME", "node-1", "node-2"),
  environment("LOCKSTEP_REPLICA", "0", "1"),
  environment("HOSTNAME", "one", "two"),
  environment("DATABASE_URL", "postgres://user:secret@one/db", "postgres://user:secret@two/db"),
  environment("HOME", "/root", "/home/somebody"),
  environment("PYTHONDONTWRITEBYTECODE", "", "1"),
  environment("PYTHONUNBUFFERED", "", "1"),
  environment("PYTHONPYCACHEPREFIX", "", "/tmp/lockstep-bytecode"),
  environment("TZ", "UTC0", "UTC+0"),
  environment("LC_MESSAGES", "C", "POSIX"),
  environment("TERM", "dumb", "xterm-256color"),
  { what: "a seed that is said to be random", reference: {}, candidate: { env: { PYTHONHASHSEED: "random" } } },
  { what: "python -B", reference: {}, candidate: { args: ["-B"] } },
  { what: "python -q -u", reference: {}, candidate: { args: ["-q", "-u"] } },
  { what: "a package that is installed and not loaded", reference: { env: packaged, files: { "packages/README": "" } }, candidate: { env: packaged, files: distribution("unrelated", "3.0") } },
  { what: "another version of a package that is not loaded", reference: { env: packaged, files: distribution("unrelated", "3.0") }, candidate: { env: packaged, files: distribution("unrelated", "3.1") } },
  {
    what: "the same wheel installed again: bytecode, scripts and paths of its RECORD",
    reference: { env: packaged, before: "import demo", files: distribution("demo", "1.0") },
    candidate: { env: packaged, before: "import demo", files: distribution("demo", "1.0", { generated: "../../bin/demo,sha256=zzz,99\ndemo/__pycache__/__init__.cpython-311.pyc,,\ndemo-1.0.dist-info/REQUESTED,sha256=47DEQ,0\n" }) },
  },
  { what: "another working directory", reference: { cwd: "one" }, candidate: { cwd: "two/deeper" } },
  { what: "the model in another folder", reference: { files: model, options: 'model_files=[os.path.join(folder, "model")]' }, candidate: { files: { "v2/weights.bin": "aaaa" }, options: 'model_files=[os.path.join(folder, "v2")]' } },
  { what: "a model file that was touched", reference: { files: model, options: 'model_files=[os.path.join(folder, "model")]' }, candidate: { files: model, before: 'os.utime(os.path.join(folder, "model", "weights.bin"), (1, 1))', options: 'model_files=[os.path.join(folder, "model")]' } },
  { what: "arguments of the program", reference: { words: ["--port", "8000"] }, candidate: { words: ["--port", "8001", "--token", "secret"] } },
  { what: "another umask and niceness", reference: {}, candidate: { before: "os.umask(0o077); os.nice(1)" } },
  { what: "threads of the program's own", reference: {}, candidate: { before: "import threading; stop = threading.Event(); threading.Thread(target=stop.wait, daemon=True).start()" } },
  { what: "a decision written in another order", reference: { options: 'decision={"a": 1, "b": 2.0}' }, candidate: { options: 'decision={"b": 2, "a": 1.0}' } },
];
