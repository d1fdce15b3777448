/** The look of a menu's item. */
export const menuItem =
  'flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 text-sm outline-none data-highlighted:bg-hover coarse:h-11';
