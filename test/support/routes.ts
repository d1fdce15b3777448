import type { Express } from 'express';

/** What express keeps of a handler: a route with its methods, or a router with handlers of its own. */
interface Layer {
  rawPath: string;
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Every address that an app serves by a route, as `METHOD /with/:names`. What it takes from a directory is not among them. */
export function endpointsOf(app: Express): string[] {
  const { stack } = app.router as unknown as { stack: Layer[] };
  return endpointsIn(stack, '');
}

function endpointsIn(stack: Layer[], prefix: string): string[] {
  return stack.flatMap(({ rawPath, route, handle }) => {
    if (!route) return endpointsIn(handle.stack ?? [], joined(prefix, rawPath));
    // The handler for all methods only refuses them.
    const methods = Object.keys(route.methods).filter((method) => method !== '_all');
    const paths = [route.path].flat();
    return methods.flatMap((method) => paths.map((path) => `${method.toUpperCase()} ${joined(prefix, path) || '/'}`));
  });
}

function joined(prefix: string, path: string): string {
  return path === '/' ? prefix : prefix + path;
}
