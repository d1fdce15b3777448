import { draw, type DrawRequest } from './draw.ts';

/** Answers each request with what was drawn, or with null where that was not possible. */
addEventListener('message', ({ data }: MessageEvent<DrawRequest & { id: number }>) => {
  const { id, ...request } = data;
  draw(request).then(
    (drawn) => postMessage({ id, drawn }),
    () => postMessage({ id, drawn: null }),
  );
});
