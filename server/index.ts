export { ConfigError, readCommand, type ServerConfig } from './config.ts';
export type { Log } from './core/ports/log.ts';
export { lanAddresses } from './lan.ts';
export { createLog, type LogDestination } from './log.ts';
export { startServer, type RunningServer, type ServerParts } from './server.ts';
export { StartError, type StartErrorCode } from './start-error.ts';
