/** Structured log. Fields never hold tokens, passwords, keys or what people write. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
