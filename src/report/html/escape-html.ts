const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Foreign text for an HTML element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.toWellFormed().replace(/[&<>"']/g, (character) => entities[character] ?? character).replaceAll("\u0000", "\ufffd");
