import { createDemo } from '../../server/model/demo.ts';
import { createGemini } from '../../server/model/gemini.ts';
import { createFakeClock } from '../support/clock.ts';
import { startGeminiApi } from '../support/gemini-api.ts';
import type { Behaviour } from '../support/gemini-exchange.ts';
import { describeModel } from './model.contract.ts';

const endless: Behaviour = async (exchange) => {
  while (!exchange.closed) {
    exchange.chunk({ parts: [{ text: 'on and ' }] });
    await exchange.pause(5);
  }
};

describeModel('demo', async () => {
  const clock = createFakeClock();
  return {
    model: createDemo({ clock }),
    async drive(settled) {
      let done = false;
      const end = settled.finally(() => (done = true));
      end.catch(() => undefined);
      for (let steps = 0; steps < 1000; steps++) {
        await clock.settle();
        // oxlint-disable-next-line typescript/no-unnecessary-condition -- set by the callback above
        if (done) break;
        await clock.advance(10);
      }
      return end;
    },
    async stopped() {
      // Without a timer nothing can make it go on.
      await clock.settle();
      if (clock.timers.length > 0) throw new Error('it goes on');
    },
    started: async () => clock.timers.length,
    close: async () => undefined,
  };
});

describeModel('gemini', async () => {
  const api = await startGeminiApi();
  api.when(/long/, endless);
  const { key: apiKey, url: baseUrl } = api;
  return {
    model: createGemini({ apiKey, baseUrl, model: () => 'gemini-flash-latest', clock: createFakeClock() }),
    drive: (settled) => settled,
    async stopped() {
      // The request may not even have left when the stream was given up.
      const request = api.requests.at(-1);
      if (request && (await request.ended) !== 'aborted') throw new Error('it was read to its end');
    },
    async started() {
      // A request that was sent before this one is there before it.
      await fetch(`${baseUrl}/v1beta/models`, { headers: { 'x-goog-api-key': apiKey } });
      return api.requests.filter(({ method }) => method === 'POST').length;
    },
    close: () => api.close(),
  };
});
