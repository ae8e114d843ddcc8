const memory = "it lives in the process's memory; read it from inside (mount the SDK)";
const given = "only the process knows which objects and files are meant; read it from inside (mount the SDK)";

/** Kinds that nobody can read from beside a process, and why. */
export const insideOnly: Readonly<Record<string, string>> = {
  "model.file": given, "model.mode": memory, "model.device": memory, "model.dtype": memory, "model.provider": memory,
  "preprocessing.file": given, "preprocessing.digest": given, "schema.names": given, "schema.dtype": given, "schema.categories": given,
  "decision.value": given, "decision.digest": given, "code.callable": given, "code.module": given, "git.commit": given, "git.dirty": given,
  "python.build": memory, "python.flags": memory, "import.path": memory, "import.usersite": memory, "import.patch": memory,
  "package.imported": memory, "package.loaded": memory, "package.lock": given,
  "canary.libm": "it is computed by the process itself", "canary.numpy": "it is computed by the process itself", "numerics.subnormals": "it is computed by the process itself",
  "threads.count": memory, "framework.switch": memory, "hash.randomised": memory, "hash.canary": memory, "seed.value": memory, "seed.switch": memory,
  "time.zone": memory, "time.rules": memory, "time.offset": "one machine has one clock; nothing was asked over a network",
  "locale.numeric": memory, "locale.point": memory, "locale.encoding": memory, "locale.utf8": memory, "locale.unicode": memory,
  "server.start": memory, "server.requests": memory, "server.latency": memory, "warning.raised": memory, "data.digest": given,
};
