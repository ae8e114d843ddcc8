import { randomBytes } from "node:crypto";

/** `20261121-071530-9f3a2c`: sorts by time, unique enough to be shortened. */
export const newRunId = (now: number): string => {
  const [date = "", time = ""] = new Date(now).toISOString().split("T");
  return `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${randomBytes(3).toString("hex")}`;
};
