/** What the answer depends on. */
export interface Surroundings {
  platform: NodeJS.Platform;
  /** Id of the user; undefined where there are none. */
  uid: number | undefined;
  env: NodeJS.ProcessEnv;
}

/** Why a desktop app cannot be shown here, as half a sentence; undefined where nothing speaks against it. */
export function desktopObstacle({ platform, uid, env }: Surroundings): string | undefined {
  if (platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display here';
  // Chromium does not start its sandbox as root, and without it nothing of ours runs.
  if (uid === 0) return 'the desktop app does not run as root';
  return undefined;
}
