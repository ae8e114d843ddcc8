import { listedVariables } from "./listed-variables.ts";
import type { ProcReader } from "./proc-reader.ts";

/** A value of unusual form is hashed, not shown. */
const shown = /^[\w .,:;=+/*{}()[\]-]{0,256}$/;

/** Listed variables as they are, named settings as salted hashes: as the process was started, for what it set since then only it knows. */
export const readVariables: ProcReader = ({ reading, files, env, settings }) => {
  const from = `/proc/${files.pid}/environ, as it was started`;
  for (const [kind, listed] of Object.entries(listedVariables)) {
    const more = kind === "threads.variable" ? env.names.filter((name) => name.startsWith("KMP_")) : [];
    for (const name of [...new Set([...listed, ...more])].sort()) {
      const value = env.get(name)?.trim().replaceAll(/\s+/g, " ") ?? null;
      reading.put(`${kind}:${name}`, value === null || shown.test(value) ? value : env.salted(name, value), "process", from);
    }
  }
  const seed = env.get("PYTHONHASHSEED");
  reading.put("hash.seed", seed === null || /^(\d{1,10}|random|)$/.test(seed) ? seed : env.salted("PYTHONHASHSEED", seed), "process", from);
  for (const setting of new Set(settings)) {
    const names = setting.endsWith("*") ? env.names.filter((name) => name.startsWith(setting.slice(0, -1))).sort() : [setting];
    for (const name of names) {
      const value = env.get(name);
      reading.put(`config.variable:${name}`, value === null ? null : env.salted(name, value), "process", from);
    }
  }
};
