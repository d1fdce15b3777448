import { afterAll, describe, expect, test } from 'vitest';
import { createPasswords } from '../../../server/security/passwords.ts';

const passwords = createPasswords(10);
afterAll(() => passwords.close());

describe('passwords', () => {
  test('[AUTH1] are kept as bcrypt hashes of the given cost, each with its own salt', async () => {
    const [first, second] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
    expect(first).toMatch(/^\$2[aby]\$10\$/);
    expect(first).not.toBe(second);
    expect(await passwords.verify('correct horse', first)).toBe(true);
    expect(await passwords.verify('wrong horse', first)).toBe(false);
  });

  test('[AUTH4] what bcrypt would cut off never matches', async () => {
    const longest = 'x'.repeat(72);
    const hash = await passwords.hash(longest);
    expect(await passwords.verify(longest, hash)).toBe(true);
    expect(await passwords.verify(`${longest}y`, hash)).toBe(false);
    await expect(passwords.hash(`${longest}y`)).rejects.toThrow(RangeError);
  });

  test('[AUTH7] the event loop turns on while many are hashed', async () => {
    let turns = 0;
    let done = false;
    const spin = () => {
      turns++;
      if (!done) setImmediate(spin);
    };
    setImmediate(spin);
    await Promise.all(Array.from({ length: 4 }, () => passwords.hash('correct horse')));
    done = true;
    // Hashed on the loop itself, four hashes would leave it a handful of turns.
    expect(turns).toBeGreaterThan(100);
  });

  test('[AUTH7] without an account a comparison is made all the same', async () => {
    expect(await passwords.verify('nobody has this', undefined)).toBe(false);
  });
});
