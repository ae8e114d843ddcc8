import type { ProcReader } from "./proc-reader.ts";
import type { ProcessFiles } from "./process-files.ts";
import { Unread } from "./field-reading.ts";
import { auxiliary, clockTick } from "./read-limits.ts";

/** Programs that serve models, by the name of their command. The same list as in the Python probe. */
export const serverNames: readonly string[] = [
  "gunicorn", "uvicorn", "hypercorn", "daphne", "granian", "waitress-serve", "waitress", "uwsgi", "mlserver", "mlflow", "bentoml", "kserve",
  "seldon-core-microservice", "torchserve", "tritonserver", "tensorflow_model_server", "ray", "flask", "fastapi", "celery", "streamlit", "gradio",
];

/** The serving program, how many of it there are, and since when this one runs. */
export const readServer: ProcReader = async ({ reading, files, words }) => {
  const parent = Number(statWords(files.own("stat"))[1]);
  reading.put("server.name", serverName(words) ?? serverName(commandOf(files, parent)), "process", "known names in own and parent's command line");
  await reading.read("server.workers", "container", "processes of the same parent", () => workers(files, words, parent));
  await reading.read("server.uptime", "process", `/proc/${files.pid}/stat and /proc/uptime`, () => {
    const started = Number(statWords(files.own("stat"))[19]) / auxiliary(files, clockTick, 100);
    const now = Number((files.machine("uptime") ?? "").split(" ")[0]);
    if (!Number.isFinite(started) || !(now > 0)) throw new Unread("the kernel does not tell when it was started");
    return Math.round((now - started) * 10) / 10;
  });
};

/** What follows the program's name, which may itself hold blanks and brackets: state, parent and so on. */
const statWords = (stat: string): readonly string[] => stat.slice(stat.lastIndexOf(")") + 1).trim().split(/\s+/);

const commandOf = (files: ProcessFiles, pid: number): readonly string[] => (files.machine(`${pid}/cmdline`) ?? "").split("\0").filter((word) => word !== "");

const serverName = (words: readonly string[]): string | null => {
  for (const word of words.slice(0, 4)) {
    const name = word.slice(word.lastIndexOf("/") + 1).replace(/\.(py|exe)$/, "").toLowerCase();
    const known = serverNames.find((one) => name === one || name.startsWith(`${one}:`));
    if (known !== undefined) return known;
  }
  return null;
};

/** What two workers of one server have in common: the command without its numbers. */
const alike = (words: readonly string[]): string => words.join("\0").replaceAll(/\d+/g, "0");

const workers = (files: ProcessFiles, words: readonly string[], parent: number): number => {
  const own = alike(words);
  if (alike(commandOf(files, parent)) !== own && !own.includes("multiprocessing")) return 1;
  const siblings = (files.machineEntries(`${parent}/task`) ?? []).flatMap((thread) => (files.machine(`${parent}/task/${thread}/children`) ?? "").split(/\s+/)).filter((pid) => pid !== "");
  const listed = siblings.length > 0 ? siblings : (files.machineEntries("") ?? []).filter((pid) => /^\d+$/.test(pid) && statWords(files.machine(`${pid}/stat`) ?? "")[1] === String(parent));
  return Math.max(1, listed.filter((pid) => alike(commandOf(files, Number(pid))) === own).length);
};
