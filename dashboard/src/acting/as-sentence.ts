/** A phrase as a sentence: a capital letter first (but for quantiles: p99 stays p99), a full stop last; nothing of nothing. */
export const asSentence = (text: string): string => (text === "" ? "" : `${/^p\d/.test(text) ? text.charAt(0) : text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`);
