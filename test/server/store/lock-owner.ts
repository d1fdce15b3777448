import { lockDirectory } from '../../../server/store/json/lock.ts';

// Locks the directory in its arguments as many times at once as they say; tells what came of it, and stays alive.
const [directory, attempts] = process.argv.slice(2) as [string, string];
await Promise.all(
  Array.from({ length: Number(attempts) }, async () => {
    try {
      await lockDirectory(directory);
      process.stdout.write('locked\n');
    } catch (error) {
      process.stdout.write(`${String(error)}\n`);
    }
  }),
);
process.stdout.write('done\n');
process.stdin.resume();
