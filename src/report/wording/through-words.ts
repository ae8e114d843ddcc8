const stagePrefix = "stage:";

/** What a preprocessing case went through: the packed transform, a tapped stage, or the whole model. */
export const throughWords = (through: string): string => {
  if (through.startsWith(stagePrefix)) return `stage ${through.slice(stagePrefix.length)}`;
  return through === "output" ? "the model's answer" : through === "preprocessing" ? "packed preprocessing" : through;
};
