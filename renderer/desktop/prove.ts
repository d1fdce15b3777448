import { createRest } from '../api/rest.ts';

/**
 * Whether the server at this address is the one that gave the token: it knows the signature, which it is not told.
 * Everything else that it says of itself, anybody can say who has heard it.
 */
export async function provesItself(server: string, token: string, fetch: typeof globalThis.fetch): Promise<boolean> {
  const [header, payload, signature] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined) return false;
  const nonce = base64url(crypto.getRandomValues(new Uint8Array(32)));
  try {
    const { proof } = await createRest({ server, fetch }).prove({ signed: `${header}.${payload}`, nonce });
    return proof === (await hmac(signature, nonce));
  } catch {
    // Not answered, or not in the agreed form: it has not proved anything.
    return false;
  }
}

async function hmac(key: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), algorithm, false, ['sign']);
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text))));
}

function base64url(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
