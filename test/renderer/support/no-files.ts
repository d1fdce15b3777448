import type { Environment } from '../../../renderer/state/environment.ts';

/** An environment in which nobody sends files. */
export const noFiles: Pick<Environment, 'XMLHttpRequest' | 'prepareImage' | 'cutPicture'> = {
  XMLHttpRequest: function refuse() {
    throw new Error('nobody was to send files here');
  } as unknown as typeof XMLHttpRequest,
  prepareImage: async () => Promise.resolve(null),
  cutPicture: async () => Promise.resolve(null),
};
