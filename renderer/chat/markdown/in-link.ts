import { createContext } from 'react';

/** True inside a link, where nothing else may be one. */
export const InLink = createContext(false);
