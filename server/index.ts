export { ConfigError, readCommand, type ServerConfig } from './config.ts';
export type { Log } from './core/ports/log.ts';
export { lanAddresses } from './lan.ts';
export { createLog, type LogDestination } from './log.ts';
export { startServer, StartError, type RunningServer, type ServerParts, type StartErrorCode } from './server.ts';
