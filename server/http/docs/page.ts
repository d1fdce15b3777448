import type { oas31 } from 'zod-openapi';
import type { asyncApiDocument } from './asyncapi.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Both documents as one page without scripts, for people. */
export function docsPage(rest: oas31.OpenAPIObject, socket: ReturnType<typeof asyncApiDocument>): string {
  const operations = Object.entries(rest.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
  const sections = (rest.tags ?? []).map(({ name }) => {
    const own = operations.filter(({ operation }) => operation.tags?.includes(name));
    return `<h2>${escaped(name)}</h2>${own.map((one) => operationPart(one)).join('')}`;
  });
  const schemas = Object.entries(rest.components?.schemas ?? {}).map(
    ([name, schema]) => `<details id="${escaped(name)}"><summary>${code(name)}</summary>${json(schema)}</details>`,
  );
  const frames = Object.entries(socket.components.messages).map(([name, { summary, payload }]) => {
    const [side = '', type = ''] = name.split('.');
    const direction = side === 'client' ? 'to the server' : 'to clients';
    return `<details><summary>${code(type)} <small>${direction}</small> ${escaped(summary)}</summary>${json(payload)}</details>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gemini Coop: interfaces</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Gemini Coop <small>${escaped(rest.info.version)}</small></h1>
<p>${escaped(rest.info.description ?? '')}</p>
<p>As files: <a href="/api/docs/openapi.json">OpenAPI</a>, <a href="/api/docs/asyncapi.json">AsyncAPI</a>.</p>
${sections.join('\n')}
<h2>The socket</h2>
<p>${escaped(socket.info.description)}</p>
${frames.join('\n')}
<h2>Shapes</h2>
${schemas.join('\n')}
</main>
</body>
</html>
`;
}

interface Shown {
  method: string;
  path: string;
  operation: oas31.OperationObject;
}

function operationPart({ method, path, operation }: Shown): string {
  const { summary = '', parameters, requestBody, responses = {}, security } = operation;
  const isOpen = security?.length === 0;
  const answers = Object.entries(responses).map(
    ([status, answer]) => `<h3>${escaped(status)}</h3>${json('description' in answer ? shownAnswer(answer) : answer)}`,
  );
  return `<details>
<summary>${code(`${method.toUpperCase()} ${path}`)} ${escaped(summary)}${isOpen ? ' <small>no token</small>' : ''}</summary>
${parameters ? `<h3>Parameters</h3>${json(parameters)}` : ''}
${requestBody ? `<h3>Body</h3>${json('content' in requestBody ? requestBody.content : requestBody)}` : ''}
${answers.join('\n')}
</details>
`;
}

/** A refusal is told by its sentence: its shape is always the same. */
function shownAnswer({ description, content }: oas31.ResponseObject): unknown {
  const schema = content?.['application/json']?.schema;
  return description === 'Done' ? schema : description;
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

/** Indented JSON; what it refers to is a click away. */
function json(value: unknown): string {
  if (typeof value === 'string') return `<p>${escaped(value)}</p>`;
  const text = escaped(JSON.stringify(value, null, 2) ?? '');
  return `<pre>${text.replace(/#\/components\/schemas\/(\w+)/g, '<a href="#$1">$1</a>')}</pre>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 6rem; }
h1 small { font-weight: 400; opacity: .7; }
h2 { margin: 2.5rem 0 .5rem; }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
details { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
summary { padding: .5rem .25rem; cursor: pointer; overflow-wrap: anywhere; }
details:target > summary { background: color-mix(in srgb, currentColor 10%, transparent); }
code, pre { font: .9em/1.5 ui-monospace, monospace; }
summary code { margin-right: .5rem; font-weight: 600; }
small { opacity: .75; margin-right: .5rem; }
pre { margin: 0; padding: .75rem; overflow-x: auto; background: color-mix(in srgb, currentColor 7%, transparent); border-radius: .5rem; }
`;
