import { Router } from 'express';
import { resource } from './resource.ts';

/** `/api/docs`: what can be asked for here, for people and as documents; made at the first question. */
export function docsRoutes(): Router {
  const router = Router();
  let making: Promise<Documents> | undefined;
  const documents = () => (making ??= makeDocuments());
  resource(router, '/', {
    get: [
      async (_req, res) => {
        res.type('html').send((await documents()).page);
      },
    ],
  });
  resource(router, '/openapi.json', {
    get: [
      async (_req, res) => {
        res.type('json').send((await documents()).openApi);
      },
    ],
  });
  resource(router, '/asyncapi.json', {
    get: [
      async (_req, res) => {
        res.type('json').send((await documents()).asyncApi);
      },
    ],
  });
  return router;
}

interface Documents {
  page: string;
  openApi: string;
  asyncApi: string;
}

/** Loads what it takes, which a server that nobody asks for its documents does without. */
async function makeDocuments(): Promise<Documents> {
  const [{ openApiDocument }, { asyncApiDocument }, { docsPage }] = await Promise.all([
    import('./docs/openapi.ts'),
    import('./docs/asyncapi.ts'),
    import('./docs/page.ts'),
  ]);
  const [openApi, asyncApi] = [openApiDocument(), asyncApiDocument()];
  return { page: docsPage(openApi, asyncApi), openApi: JSON.stringify(openApi), asyncApi: JSON.stringify(asyncApi) };
}
