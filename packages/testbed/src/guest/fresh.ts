/** Folders that a guest has for itself, with their permissions: what the host has there it does not see. */
export const FRESH = { '/run': '755', '/tmp': '1777', '/var/log': '755', '/var/tmp': '1777' };

/** The one of them that a path is in. */
export const freshFolder = (path: string): string | undefined =>
  Object.keys(FRESH)
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .at(-1);
