import type { IRouter, RequestHandler } from 'express';
import { AppError } from '../core/errors.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Serves one address with the given handlers; any other method is answered with 405 and the list of those there are. */
export function resource(router: IRouter, path: string, handlers: Partial<Record<Method, RequestHandler[]>>): void {
  const route = router.route(path);
  const methods = Object.entries(handlers) as [Method, RequestHandler[]][];
  for (const [method, chain] of methods) route[method](...chain);
  const allowed = methods.map(([method]) => method.toUpperCase());
  if (handlers.get) allowed.push('HEAD');
  route.all((_req, res) => {
    res.set('Allow', allowed.join(', '));
    throw new AppError('method_not_allowed');
  });
}
