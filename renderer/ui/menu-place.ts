import { createContext, useContext } from 'react';

const Place = createContext<HTMLElement | null>(null);

/** Says where the menus of a screen are put: in its landmark, as whoever goes from one to the next would miss them elsewhere. */
export const MenuPlace = Place.Provider;

/** Where a menu is put; null: at the end of the page. It has to stay the same while the menu is open, or the menu closes. */
export const useMenuPlace = (): HTMLElement | null => useContext(Place);
