import { networkInterfaces } from 'node:os';

/** This machine has an address besides its loopback one, so that programs on it can find each other by multicast. */
export const isOnNetwork = Object.values(networkInterfaces()).some((entries = []) =>
  entries.some(({ family, internal }) => family === 'IPv4' && !internal),
);
