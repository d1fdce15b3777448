/**
 * What a program that posts means by its body. A text is the message, so that `curl -d 'Done'` does; but where it is what
 * such programs send otherwise, a JSON object or a form with one field of that name, it is taken for that.
 */
export function hookContent(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  const field = /^(payload|content|text)=/.test(body) ? [...new URLSearchParams(body)][0] : undefined;
  if (field && field[0] !== 'payload') return { content: field[1] };
  const said = field?.[1] ?? body;
  if (!said.trimStart().startsWith('{')) return { content: said };
  try {
    return JSON.parse(said);
  } catch {
    return { content: said };
  }
}
