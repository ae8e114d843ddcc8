import { Unread } from "./field-reading.ts";
import type { ProcReader } from "./proc-reader.ts";

const folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

/** The version of the time zone database; which zone is in force only the process knows. */
export const readZoneDatabase: ProcReader = ({ reading, files }) =>
  reading.read("time.database", "container", "tzdata.zi or +VERSION of the zone database", () => {
    for (const folder of folders) {
      const found = /^# version (\S+)/.exec(files.text(`${folder}/tzdata.zi`, 200) ?? "") ?? /^(\S+)/.exec(files.text(`${folder}/+VERSION`, 100) ?? "");
      if (found !== null) return found[1] as string;
      if (files.isFolder(folder)) throw new Unread(`${folder} does not say its version`);
    }
    return null;
  });
