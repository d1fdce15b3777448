import type { Store } from '../../server/core/ports/store.ts';

/** Takes somebody out of a chat, as a removal does; false where they took no part in it. */
export async function takeOut(store: Store, chatId: number, userId: number): Promise<boolean> {
  let wasIn = false;
  await store.changeRoles(chatId, (roles) => {
    const others = new Map(roles);
    wasIn = others.delete(userId);
    return others;
  });
  return wasIn;
}
