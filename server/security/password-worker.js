// Runs in a worker thread; plain JavaScript so that Node can start it from the sources as well as from a build.
import { compareSync, hashSync } from 'bcryptjs';

/** @param {{ password: string, cost: number }} task */
export const hash = ({ password, cost }) => hashSync(password, cost);

/** @param {{ password: string, hash: string }} task */
export const compare = ({ password, hash: expected }) => compareSync(password, expected);
