/**
 * The change that one of these is, or leads to. The function is called in the order of things, with what is stored by
 * then; it must not change that. Null: nothing is to be changed. What it throws, the caller gets.
 */
export type Changing<Thing, Change> = Change | ((current: Thing) => Change | null);
