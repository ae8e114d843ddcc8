import { sha256 } from "../../core/ledger/sha256.ts";

/** `20261121-071500-9f3a2c41d0`: the same for the same job and due time, so that what was saved for it before is known again. */
export const jobRunId = (job: string, dueAt: number): string => {
  const [date = "", time = ""] = new Date(dueAt).toISOString().split("T");
  return `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${sha256(`${job}\n${dueAt}`).slice(0, 10)}`;
};
