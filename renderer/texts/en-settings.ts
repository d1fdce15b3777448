/** The windows of one's own settings and of the server's. */
export const enSettings = {
  'mySettings.title': 'Settings',
  'mySettings.privacy': 'Privacy',
  'admin.title': 'Administration',
  'admin.people': 'People',
} as const;
