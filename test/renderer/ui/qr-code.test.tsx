import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { encode } from 'uqr';
import { QrCode } from '../../../renderer/ui/qr-code.tsx';

afterEach(cleanup);

test('the path covers exactly the dark modules', () => {
  const content = 'http://192.168.1.5:8000/join/9nJ3kS_e-1aaaaaaaaaaaa';
  render(<QrCode content={content} label="code" />);
  const { size, data } = encode(content, { ecc: 'M', border: 4 });
  const image = screen.getByRole('img', { name: 'code' });
  expect(image.getAttribute('viewBox')).toBe(`0 0 ${size} ${size}`);
  const drawn = data.map((row) => row.map(() => false));
  const runs =
    image
      .querySelector('path')
      ?.getAttribute('d')
      ?.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g) ?? [];
  for (const [, x, y, length, back] of runs) {
    expect(back).toBe(x);
    for (let step = 0; step < Number(length); step++) drawn[Number(y)]![Number(x) + step] = true;
  }
  expect(drawn).toEqual(data);
});
