/** Texts (or what holds one) that never change under their key, the least lately used given up first: what runs come to is the same whenever somebody asks. `most` counts characters. */
export const keptTexts = <T extends { readonly length: number } = string>(most: number): { get(key: string): T | null; keep(key: string, text: T): void } => {
  const texts = new Map<string, T>();
  let size = 0;
  return {
    get: (key) => {
      const text = texts.get(key);
      if (text === undefined) return null;
      texts.delete(key);
      texts.set(key, text);
      return text;
    },
    keep: (key, text) => {
      if (text.length > most / 4 || texts.has(key)) return;
      texts.set(key, text);
      size += text.length;
      for (const [oldest, old] of texts) {
        if (size <= most) break;
        texts.delete(oldest);
        size -= old.length;
      }
    },
  };
};
