/** A browser that asks where to save a file looks at it again once it has been told. */
const KEPT_MS = 60_000;

/** Saves a content under this name, as the browser or the desktop app saves files. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
