/** Values as texts, and back, with all that a structured clone keeps. */
export interface Codec {
  /** @throws where the value cannot be cloned, with Electron's own sentence. */
  encode: (value: unknown) => string;
  decode: (text: string) => unknown;
}

/** A value of JSON as it is, anything else as its kind and what it is made of. */
type Coded = null | boolean | string | number | { kind: string; parts: unknown };

/**
 * What goes between main and a page passes a pipe of texts. This function runs on both sides: in the page it is
 * evaluated from its own source, so it refers to nothing outside.
 */
export function createCodec(): Codec {
  function toText(bytes: Uint8Array): string {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }
  const toBytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

  function code(value: unknown, ancestors: object[]): Coded {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { kind: 'number', parts: Object.is(value, -0) ? '-0' : String(value) };
    }
    if (value === undefined) return { kind: 'undefined', parts: null };
    if (typeof value === 'bigint') return { kind: 'bigint', parts: String(value) };
    const object: object = value;
    if (ancestors.includes(object)) throw new Error('electron double: a value that holds itself is not supported.');
    const inside = [...ancestors, object];
    const each = (values: Iterable<unknown>) => Array.from(values, (one) => code(one, inside));
    if (object instanceof Date) return { kind: 'date', parts: code(object.getTime(), inside) };
    if (object instanceof RegExp) return { kind: 'regexp', parts: [object.source, object.flags] };
    if (object instanceof Error) return { kind: 'error', parts: [object.name, object.message] };
    if (object instanceof ArrayBuffer) return { kind: 'buffer', parts: toText(new Uint8Array(object)) };
    if (ArrayBuffer.isView(object)) return { kind: 'bytes', parts: [object.constructor.name, toText(bytesOf(object))] };
    if (object instanceof Map) return { kind: 'map', parts: each(Array.from(object, (entry) => [...entry])) };
    if (object instanceof Set) return { kind: 'set', parts: each(object) };
    if (Array.isArray(object)) return { kind: 'array', parts: each(object) };
    return { kind: 'object', parts: each(Object.entries(object)) };
  }

  const views: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    DataView,
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  };

  function decode(coded: Coded): unknown {
    if (coded === null || typeof coded !== 'object') return coded;
    const { kind, parts } = coded;
    const text = parts as string;
    const list = () => (parts as Coded[]).map(decode);
    switch (kind) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(text);
      case 'bigint':
        return BigInt(text);
      case 'date':
        return new Date(decode(parts as Coded) as number);
      case 'regexp':
        return new RegExp(...(parts as [string, string]));
      case 'error': {
        const [name, message] = parts as [string, string];
        return Object.assign(new Error(message), { name });
      }
      case 'buffer':
        return toBytes(text).buffer;
      case 'bytes': {
        const [view, bytes] = parts as [string, string];
        return new views[view]!(toBytes(bytes).buffer);
      }
      case 'map':
        return new Map(list() as [unknown, unknown][]);
      case 'set':
        return new Set(list());
      case 'array':
        return list();
      case 'object':
        return Object.fromEntries(list() as [string, unknown][]);
      default:
        throw new Error(`electron double: nothing of the kind ${kind} is known.`);
    }
  }

  return {
    encode(value) {
      let clone: unknown;
      try {
        clone = structuredClone(value);
      } catch {
        throw new Error('An object could not be cloned.');
      }
      return JSON.stringify(code(clone, []));
    },
    decode: (text) => decode(JSON.parse(text) as Coded),
  };
}
