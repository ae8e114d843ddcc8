import { distributionName } from "./distribution-name.ts";
import { parseFieldId } from "./parse-field-id.ts";

/**
 * Whether a name that people wrote covers a field: its id (`package.version:numpy`), its kind (`cpu.flags`), its group (`cpu`, `packages.*`),
 * or any of them with `*` for what is left open (`gpu.*`, `package.version:nvidia-*`).
 */
export const matchesField = (pattern: string, id: string): boolean => {
  const { kindName, kind, subject } = parseFieldId(id);
  const names = [id, kindName ?? id, ...(kind === null ? [] : [kind.group, `${kind.group}.${kindName ?? id}`])];
  if (kind?.group === "packages" && subject !== null) names.push(`${kindName ?? ""}:${distributionName(subject)}`);
  const wanted = new RegExp(`^${pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join(".*")}$`);
  return names.some((name) => wanted.test(name));
};
