/** A container image as it was named. */
export interface NamedImage {
  /** `sha256:<hex>`; null when the name binds none. */
  readonly digest: string | null;
  /** Why it binds nothing, for people; null when it binds a digest. */
  readonly note: string | null;
}

/** `registry/name@sha256:…`, also with a tag before it or a runtime's scheme, or the digest alone. A tag can be moved to another image at any time. */
export const readImage = (image: string): NamedImage => {
  const digest = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(image.trim())?.[1];
  if (digest !== undefined) return { digest, note: null };
  if (/sha256:/.test(image)) return { digest: null, note: `${image} holds no whole digest: sha256: and 64 hexadecimal digits` };
  const tag = /:([\w][\w.-]*)$/.exec(image.replace(/^.*\//, ""))?.[1];
  return { digest: null, note: `${image} binds no image: ${tag === undefined ? "a name without a tag means the latest" : `the tag ${tag} can be moved to another one`}; write it with @sha256:…` };
};
