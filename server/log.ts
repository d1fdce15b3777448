import pino, { type Logger } from 'pino';

/** Where log lines go: each call hands over one line, its line feed included. */
export interface LogDestination {
  write(line: string): void;
}

/** The structured log, one JSON line per entry, on stderr unless told otherwise. What looks like a credential is never written. */
export function createLog(
  level: string,
  destination: LogDestination = pino.destination({ dest: 2, sync: true }),
): Logger {
  const secretNames = ['token', 'password', 'apiKey', 'authorization', 'secret', 'secretKey'];
  const paths = secretNames.flatMap((name) => [name, `*.${name}`]);
  return pino({ level, base: null, redact: { paths, censor: '[redacted]' } }, destination);
}
