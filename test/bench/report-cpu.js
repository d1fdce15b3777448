// Loaded before a measured process's own code, so that the process itself is the one that people run.
import process from 'node:process';

// Whoever asks gets the microseconds of processor time used so far, of all threads.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
// Also a bench that was killed leaves nothing behind.
process.on('disconnect', () => process.exit());
