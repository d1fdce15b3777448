import type { Settings } from '../../core/ports/store.ts';
import { withOptions } from '../with-options.ts';
import type { Change } from './document.ts';

/** See `Store.settle`. */
export function settle({ server_id = null, lobby_chat_id = null }: Partial<Settings>): Change<Settings> {
  return (data) => {
    const { settings } = data;
    const settled = {
      server_id: settings.server_id ?? server_id,
      lobby_chat_id: settings.lobby_chat_id ?? lobby_chat_id,
    };
    const isNew = settled.server_id !== settings.server_id || settled.lobby_chat_id !== settings.lobby_chat_id;
    return { data: isNew ? { ...data, settings: { ...settings, ...settled } } : data, result: settled };
  };
}

/** See `Store.changeOptions`. */
export function changeOptions(change: Readonly<Record<string, string | null>>): Change<Record<string, string>> {
  return (data) => {
    const options = withOptions(data.settings.options, change);
    return { data: { ...data, settings: { ...data.settings, options } }, result: { ...options } };
  };
}
