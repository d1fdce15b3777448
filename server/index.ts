export { lanAddresses } from './lan.ts';
export { startServer, StartError, type RunningServer } from './server.ts';
export type { ServerConfig } from './config.ts';
