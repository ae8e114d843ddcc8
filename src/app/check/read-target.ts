/**
 * `staging=http://localhost:8080` -> the environment's name and what it is. A name begins with a lower-case letter, so that a
 * command which begins with `VARIABLE=value` stays one; a file with `=` in its name is written `./a=b.csv`.
 */
export const readTarget = (typed: string): { readonly name: string | null; readonly target: string } => {
  const [, name, target] = /^([a-z][a-z0-9._-]*)=(.+)$/s.exec(typed) ?? [];
  return name === undefined || target === undefined ? { name: null, target: typed } : { name, target };
};
