/* What XML 1.0 allows nowhere, not even escaped: most control characters, lone surrogates and two non-characters. */
// oxlint-disable-next-line no-control-regex -- these very characters are what it looks for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** Foreign text for an XML attribute or element, with what XML cannot hold left out. */
export const escapeXml = (text: string): string =>
  text.toWellFormed().replace(forbidden, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;").replace(/[\n\r\t\u2028\u2029]/g, (character) => `&#${character.charCodeAt(0)};`);
