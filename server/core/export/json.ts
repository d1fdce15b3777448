import { EXPORT_FORMAT, EXPORT_VERSION } from '../../protocol/export.ts';
import type { Writer } from './exported.ts';

/** One object, whole only once its end has come. */
export function jsonWriter(): Writer {
  let isFirst = true;
  return {
    begin: ({ chat, participants, at, by }) => {
      const head = { format: EXPORT_FORMAT, version: EXPORT_VERSION, exported_at: at, exported_by: by };
      return `${JSON.stringify({ ...head, chat, participants }).slice(0, -1)},"messages":[`;
    },
    async *message({ message }) {
      yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(message)}`;
      isFirst = false;
    },
    end: (count) => `\n],"message_count":${count}}\n`,
  };
}
