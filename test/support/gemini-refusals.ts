/** Refusals as the real API words them: its check of every request, and failures that a script can ask for. */
import type { GeminiRequest } from './gemini-exchange.ts';

export interface ApiRefusal {
  status: number;
  body: { error: { code: number; message: string; status: string; details?: object[] } };
}

const TYPE = 'type.googleapis.com/google.rpc.';
const SERVICE = 'generativelanguage.googleapis.com';

/** An error in the form of all Google APIs, `google.rpc.Status` as JSON. */
export function apiRefusal(status: number, name: string, message: string, details?: object[]): ApiRefusal {
  return { status, body: { error: { code: status, message, status: name, ...(details ? { details } : {}) } } };
}

const errorInfo = (reason: string, metadata = {}): object => ({
  '@type': `${TYPE}ErrorInfo`,
  reason,
  domain: 'googleapis.com',
  metadata: { service: SERVICE, ...metadata },
});

const localized = (message: string): object => ({ '@type': `${TYPE}LocalizedMessage`, locale: 'en-US', message });

export function keyInvalid(message = 'API key not valid. Please pass a valid API key.'): ApiRefusal {
  return apiRefusal(400, 'INVALID_ARGUMENT', message, [errorInfo('API_KEY_INVALID'), localized(message)]);
}

/** The real one repeats the key, in the message and in the details. */
export function keySuspended(key: string): ApiRefusal {
  const message = `Permission denied: Consumer 'api_key:${key}' has been suspended.`;
  const info = errorInfo('CONSUMER_SUSPENDED', { consumer: 'projects/895908428397', containerInfo: `api_key:${key}` });
  return apiRefusal(403, 'PERMISSION_DENIED', message, [info, localized(message)]);
}

export function modelNotFound(model: string): ApiRefusal {
  return apiRefusal(
    404,
    'NOT_FOUND',
    `models/${model} is not found for API version v1beta, or is not supported for generateContent. ` +
      'Call ListModels to see the list of available models and their supported methods.',
  );
}

export interface QuotaRefusal {
  /** Seconds of `RetryInfo`; without it there is none. */
  retrySeconds?: number;
  /** Ids of the violated quotas; without them there is no `QuotaFailure`. */
  quotaIds?: string[];
  /** What the message says for each violated quota. 0: the plan does not include the model at all. */
  limit?: number;
  model?: string;
}

export function quotaExceeded({ retrySeconds, quotaIds, limit = 10, model = 'gemini-flash-latest' }: QuotaRefusal) {
  const metric = `${SERVICE}/generate_content_free_tier_requests`;
  const lines = (quotaIds ?? []).map(
    () => `\n* Quota exceeded for metric: ${metric}, limit: ${limit}, model: ${model}`,
  );
  const violations = (quotaIds ?? []).map((quotaId) => ({
    quotaMetric: metric,
    quotaId,
    quotaDimensions: { location: 'global', model },
    ...(limit === 0 ? {} : { quotaValue: String(limit) }),
  }));
  return apiRefusal(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
      `head to: https://ai.google.dev/gemini-api/docs/rate-limits. ${lines.join('')}` +
      (retrySeconds === undefined ? '' : `\nPlease retry in ${retrySeconds}s.`),
    [
      {
        '@type': `${TYPE}Help`,
        links: [{ description: 'Learn more about Gemini API quotas', url: 'https://ai.google.dev/gemini-api/docs' }],
      },
      ...(quotaIds ? [{ '@type': `${TYPE}QuotaFailure`, violations }] : []),
      ...(retrySeconds === undefined ? [] : [{ '@type': `${TYPE}RetryInfo`, retryDelay: `${retrySeconds}s` }]),
    ],
  );
}

const knownFields = new Set([
  'contents',
  'systemInstruction',
  'generationConfig',
  'safetySettings',
  'tools',
  'toolConfig',
  'cachedContent',
  'generateContentRequest',
]);
const samplingFields = ['temperature', 'topP', 'topK', 'candidateCount', 'seed'];

function invalid(message: string): ApiRefusal {
  return apiRefusal(400, 'INVALID_ARGUMENT', message);
}

interface Part {
  text?: unknown;
  inlineData?: { mimeType?: unknown; data?: unknown };
}

const types = /^(image\/(png|jpeg|webp|heic|heif)|application\/pdf|text\/plain)$/;

/** Something that Gemini looks at. */
function isFile({ mimeType, data }: NonNullable<Part['inlineData']>): boolean {
  return types.test(String(mimeType)) && typeof data === 'string' && /^[A-Za-z0-9+/]+={0,2}$/.test(data);
}

function refuseBody(body: unknown): ApiRefusal | undefined {
  if (typeof body !== 'object' || body === null) return invalid('Invalid JSON payload received.');
  const unknown = Object.keys(body).find((field) => !knownFields.has(field));
  if (unknown !== undefined) {
    return invalid(`Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`);
  }
  const { contents, generationConfig } = body as { contents?: unknown; generationConfig?: object };
  const sampling = samplingFields.find((field) => field in (generationConfig ?? {}));
  if (sampling !== undefined) return invalid(`The model does not support the parameter ${sampling}.`);
  if (!Array.isArray(contents) || contents.length === 0) {
    return invalid('* GenerateContentRequest.contents: contents is not specified\n');
  }
  for (const [at, content] of (contents as { role?: unknown; parts?: Part[] }[]).entries()) {
    const field = `* GenerateContentRequest.contents[${at}].parts`;
    if (content.role !== 'user' && content.role !== 'model') return invalid('Please use a valid role: user, model.');
    if (!content.parts?.length) return invalid(`${field}: contents.parts must not be empty.\n`);
    const empty = content.parts.findIndex((part) => part.text === undefined && part.inlineData === undefined);
    if (empty >= 0)
      return invalid(`${field}[${empty}].data: required oneof field 'data' must have one initialized field`);
    const odd = content.parts.find(({ inlineData }) => inlineData && !isFile(inlineData));
    if (odd) return invalid(`Unable to process input. Unsupported MIME type: ${String(odd.inlineData?.mimeType)}`);
  }
  if ((contents as { role: string }[]).at(-1)?.role === 'model') {
    return invalid('Please ensure that the conversation ends with a user turn.');
  }
  return undefined;
}

/** What the real API would refuse before any model sees it; undefined where it would go on. */
export function refuse(request: GeminiRequest, known: { key: string; models: string[] }): ApiRefusal | undefined {
  if (request.key === '') {
    return apiRefusal(
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity). " +
        'Please use API Key or other form of API consumer identity to call this API.',
    );
  }
  if (request.key !== known.key) return keyInvalid();
  const { pathname, searchParams } = new URL(request.url, 'http://stand-in');
  if (request.method === 'GET') {
    if (pathname === '/v1beta/models') return undefined;
    const name = /^\/v1beta\/models\/([^/:]+)$/.exec(pathname)?.[1] ?? '';
    return known.models.includes(name) ? undefined : modelNotFound(name);
  }
  const tasks = ['streamGenerateContent', 'generateContent', 'countTokens'];
  if (request.method !== 'POST' || request.task === undefined || !tasks.includes(request.task)) {
    return apiRefusal(404, 'NOT_FOUND', 'Requested entity was not found.');
  }
  if (!known.models.includes(request.model ?? '')) return modelNotFound(request.model ?? '');
  if (request.task === 'streamGenerateContent' && searchParams.get('alt') !== 'sse') {
    return apiRefusal(501, 'UNIMPLEMENTED', 'The stand-in streams with alt=sse only.');
  }
  return request.task === 'countTokens' ? undefined : refuseBody(request.body);
}
