import pino, { type Logger } from 'pino';

/** The structured log, one JSON line per entry on stderr. What looks like a credential is never written. */
export function createLog(level: string): Logger {
  const secretNames = ['token', 'password', 'apiKey', 'authorization', 'secret', 'secretKey'];
  const paths = secretNames.flatMap((name) => [name, `*.${name}`]);
  return pino(
    { level, base: null, redact: { paths, censor: '[redacted]' } },
    pino.destination({ dest: 2, sync: true }),
  );
}
