import { shortText, visibleText } from "../wording/visible-text.ts";

const longestText = 400;

/** Foreign text as text: nothing in it becomes a link, a tag, a mention, a table cell or emphasis. */
export const md = (text: string): string =>
  shortText(visibleText(text.toWellFormed()), longestText).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/[\\`*{}[\]#+!|~@$]|^-|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (sign) => `&#${sign.charCodeAt(0)};`).replace(/:\/\//g, "&#58;//").replace(/\bwww\./gi, "www&#46;");
