import { createContext } from 'react';

/** True inside a block that may still get more text. */
export const Growing = createContext(false);

/** True inside a link, where nothing else may be one. */
export const InLink = createContext(false);
