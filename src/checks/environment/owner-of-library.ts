import { distributionName } from "../../core/fingerprint/distribution-name.ts";

/** Folders under site-packages that are called otherwise than the distribution that brings them. */
const folderOf: Readonly<Record<string, string>> = { sklearn: "scikit-learn", cv2: "opencv-python", pil: "pillow", skimage: "scikit-image", "faiss": "faiss-cpu", google: "protobuf" };

/**
 * The distribution that a native library at this path came with: `…/site-packages/numpy.libs/libopenblas.so` is numpy's, whose wheel brings
 * it along; a library of the system is nobody's (null).
 */
export const ownerOfLibrary = (how: string): string | null => {
  const folder = /(?:site|dist)-packages[/\\]([^/\\]+)[/\\]/.exec(how)?.[1];
  if (folder === undefined) return null;
  const name = distributionName(folder.replace(/\.libs$/, ""));
  return folderOf[name] ?? name;
};
