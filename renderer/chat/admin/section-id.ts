/** The pages of a server's administration. */
export type AdminSectionId = 'people' | 'chats' | 'invites' | 'settings' | 'data' | 'log';
