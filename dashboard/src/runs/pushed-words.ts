/** That a run was made elsewhere and sent here: by whom, and whose key vouched for it. */
export const pushedWords = ({ by, key }: { readonly by: string; readonly key: string | null }): string => `pushed by ${by}, ${key === null ? "unsigned" : `signed with the key of ${key}`}`;
