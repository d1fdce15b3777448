/** What hosting says to people. */
export const texts = {
  /** A username for who has none on this machine. */
  host: 'Host',
  partyName: (username: string) => `${username}’s party`,
  running: 'A party is running already. Stop it before you host another.',
  stopped: 'The party was stopped before it was ready.',
  quitting: 'The app is being quit.',
  portForbidden: (port: number) => `This system does not let programs use port ${port}. Choose another.`,
  cannotListen: 'This system does not let the app be reached from the network. Try another port, or restart the app.',
  setting: (problem: string) => `The party could not be started because of a setting of this machine: ${problem}`,
  unexpected: 'The party could not be started. The log file says why; “Copy diagnostics” in the Help menu copies it.',
};
