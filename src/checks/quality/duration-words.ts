const units = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]] as const;

/** `3 days`, `1.5 hours`: seconds as people say them. */
export const durationWords = (seconds: number): string => {
  const [name, size] = units.find(([, length]) => seconds >= length) ?? ["second", 1];
  const count = Number((seconds / size).toPrecision(3));
  return `${count} ${count === 1 ? name : `${name}s`}`;
};
