/**
 * What stands in the way of a start. `port_forbidden`: this user may not use that port; `no_such_address`: this machine
 * has no such address; `listen`: anything else that the system has against listening
 * there; `host_name`: nobody may be called as `config.party` says.
 */
export type StartErrorCode =
  'port_in_use' | 'port_forbidden' | 'no_such_address' | 'listen' | 'data_directory' | 'host_name';

/** Why a server could not be started, in one line for who started it. */
export class StartError extends Error {
  override name = 'StartError';
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
