import { create } from 'zustand';

/** What was typed and not saved: it outlasts a window that is closed, and a connection that is lost. */
export interface ProfileDraft {
  name: string;
  about: string;
}

/** Null where nothing was changed. By user: another one who signs in here has a draft of their own. */
export const useProfileDraft = create<{ userId: number; draft: ProfileDraft | null }>()(() => ({
  userId: 0,
  draft: null,
}));
