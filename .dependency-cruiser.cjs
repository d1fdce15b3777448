/** The layer table: who may import whom. Everything that is not named here is refused. */
const layers = {
  'server/protocol': { own: ['server/protocol'], packages: ['zod'] },
  'server/core': { own: ['server/core', 'server/protocol'], packages: [] },
  'server/store': {
    own: ['server/store', 'server/core', 'server/protocol'],
    packages: ['lowdb', 'yazl', 'yauzl', 'zod'],
    node: true,
  },
  'server/backplane': { own: ['server/backplane', 'server/core', 'server/protocol'], packages: [], node: true },
  'server/model': {
    own: ['server/model', 'server/core', 'server/protocol'],
    packages: ['@google/generative-ai'],
    node: true,
  },
  'server/security': {
    own: ['server/security', 'server/core', 'server/protocol'],
    packages: ['bcryptjs', 'piscina', 'jsonwebtoken', 'rate-limiter-flexible', 'zod'],
    node: true,
  },
  'server/http': {
    own: ['server/http', 'server/core', 'server/protocol', 'package.json'],
    packages: [
      'express',
      'helmet',
      'cors',
      'compression',
      'file-type',
      'multer',
      'pino',
      'pino-http',
      'zod',
      'zod-openapi',
    ],
    node: true,
  },
  'server/gateway': {
    own: ['server/gateway', 'server/core', 'server/protocol'],
    packages: ['ws'],
    node: true,
  },
  'server/webhooks': {
    own: ['server/webhooks', 'server/core', 'server/protocol'],
    packages: ['ipaddr.js'],
    node: true,
  },
  'server/metrics': {
    own: ['server/metrics', 'server/core', 'server/protocol'],
    packages: ['prom-client'],
    node: true,
  },
  electron: {
    own: ['electron', 'server/index.ts', 'server/lan.ts', 'server/protocol', 'package.json'],
    anyPackage: true,
    node: true,
  },
  renderer: { own: ['renderer', 'server/protocol', 'electron/bridge.ts'], anyPackage: true },
  build: { own: ['build'], anyPackage: true, node: true },
};

const own = '^(electron|renderer|server|build|test)/|^package\\.json$';
const starts = (places) => places.map((place) => `^${place.replaceAll('.', '\\.')}(/|$)`);

const rules = Object.entries(layers).flatMap(([layer, { own: allowed, packages = [], anyPackage, node }]) => {
  const from = { path: `^${layer}/` };
  const rule = (kind, to) => ({ name: `${layer}: ${kind}`, severity: 'error', from, to });
  return [
    rule('own code', { path: own, pathNot: starts(allowed) }),
    ...(anyPackage
      ? []
      : [
          rule('packages', {
            path: 'node_modules',
            pathNot: packages.map((name) => `node_modules/(@types/)?${name}/`),
          }),
        ]),
    ...(node ? [] : [rule('node modules', { dependencyTypes: ['core'] })]),
  ];
});

module.exports = {
  forbidden: [
    ...rules,
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
