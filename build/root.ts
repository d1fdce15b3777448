import path from 'node:path';

/** The project's directory. */
export const root = path.dirname(import.meta.dirname);
