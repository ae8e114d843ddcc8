/*
 * A piece of an address that is one dot or two is taken for a step upwards by every browser and client, however it is encoded. Such names get a tilde before them, and so
 * do names that are such a name with tildes: whatever something is called, one piece stands for it and for nothing else.
 */
const upwards = /^~*\.{1,2}$/;

/** A name as one piece of an address: `a/b` is `a%2Fb`, `..` is `~..`. */
export const toSegment = (name: string): string => encodeURIComponent(upwards.test(name) ? `~${name}` : name);

/** The name that a piece of an address stands for, percent-decoding done. */
export const ofSegment = (piece: string): string => (piece.startsWith("~") && upwards.test(piece) ? piece.slice(1) : piece);
