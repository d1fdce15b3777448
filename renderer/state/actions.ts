import { createApp } from './app.ts';
import { browserEnvironment } from './environment.ts';
import { useApp } from './store.ts';
import type { Actions } from './types.ts';

/** What the UI can do. */
export const actions: Actions = createApp(useApp, browserEnvironment());
