const durations: Readonly<Record<string, string>> = {
  msec: "ms", msecs: "ms", millis: "ms", millisecond: "ms", milliseconds: "ms", sec: "s", secs: "s", second: "s", seconds: "s", min: "m", mins: "m", minute: "m", minutes: "m",
  hr: "h", hrs: "h", hour: "h", hours: "h", day: "d", days: "d",
};

const sizes: Readonly<Record<string, string>> = { b: "B", bytes: "B", k: "kB", kb: "kB", m: "MB", mb: "MB", g: "GB", gb: "GB", kib: "KiB", ki: "KiB", mib: "MiB", mi: "MiB", gib: "GiB", gi: "GiB" };

/** How a quantity that cannot be read was probably meant; undefined when that is anybody's guess. `wanted` is the schema's own description of the kind. */
export const quantityAdvice = (wanted: string, written: string): string | undefined => {
  const [, number, unit = ""] = /^([\d.]+(?:e[+-]?\d+)?)\s*([a-z%]*)$/i.exec(written.trim()) ?? [];
  if (wanted.includes("digest")) return digestAdvice(written.trim());
  if (number === undefined || !Number.isFinite(Number(number))) return undefined;
  if (wanted.includes("duration")) {
    const meant = durations[unit.toLowerCase()];
    if (meant !== undefined) return `Write ${number}${meant}`;
    return unit === "" ? `Add the unit: ${number}ms or ${number}s` : undefined;
  }
  if (wanted.includes("share") && Number(number) < 100 && (unit === "" || unit === "%")) return `Write ${number}% if ${number} in a hundred are meant`;
  if (wanted.includes("size") && /^ti?b?$/i.test(unit)) return `Write ${Number(number) * (unit.toLowerCase().includes("i") ? 1024 : 1000)}${unit.toLowerCase().includes("i") ? "GiB" : "GB"}`;
  const size = sizes[unit.toLowerCase()];
  return wanted.includes("size") && size !== undefined ? `Write ${number}${size}` : undefined;
};

const digestAdvice = (written: string): string => {
  const hex = written.replace(/^sha256:/i, "");
  if (/^[0-9a-f]{64}$/i.test(hex)) return `Write sha256:${hex.toLowerCase()}`;
  const bad = /[^0-9a-f]/i.exec(hex)?.[0];
  const what = bad === undefined ? `it has ${hex.length} hexadecimal digits instead of 64` : `"${bad}" is no hexadecimal digit`;
  return `Copy the digest again (${what}): sha256sum FILE prints it; write sha256: before it`;
};
