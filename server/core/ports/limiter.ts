/** What is limited, each with a limit of its own. */
export type LimitedAct =
  | 'register'
  | 'login'
  | 'prove'
  | 'renew'
  | 'password'
  | 'reset'
  | 'invite_shown'
  | 'invite_made'
  | 'user_search'
  | 'profile'
  | 'profile_change'
  | 'membership'
  | 'search'
  | 'export'
  | 'message'
  | 'change'
  | 'turn'
  | 'upload'
  | 'frame'
  | 'read'
  | 'presence'
  | 'webhook'
  | 'webhook_try'
  | 'hook_post'
  | 'metrics';

/** Rate limits. */
export interface Limiter {
  /**
   * Counts one act against every key (a user, an address).
   * @throws AppError `rate_limited` with `retryAfter` where one of them is over its limit.
   */
  consume(act: LimitedAct, ...keys: string[]): Promise<void>;
}
