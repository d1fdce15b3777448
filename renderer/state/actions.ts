import { createApp } from './app.ts';
import { browserEnvironment, type Environment } from './environment.ts';
import { useApp } from './store.ts';
import type { Actions } from './types.ts';

/** Where this program runs. */
export const environment: Environment = browserEnvironment();

/** What the UI can do. */
export const actions: Actions = createApp(useApp, environment);
