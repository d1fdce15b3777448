import { Bell, CircleUser, Eye, KeyRound, Languages } from 'lucide-react';
import { lazy } from 'react';
import { text } from '../../texts/text.ts';
import type { Section } from '../../ui/section-window.tsx';

export type SettingsSectionId = 'profile' | 'notifications' | 'privacy' | 'security' | 'language';

/** The pages of one's own settings, in their order. */
export const settingsSections: readonly Section<SettingsSectionId>[] = [
  {
    id: 'profile',
    title: () => text('profile.title'),
    icon: CircleUser,
    component: lazy(async () => ({ default: (await import('./profile-section.tsx')).ProfileSection })),
  },
  {
    id: 'notifications',
    title: () => text('mySettings.notifications'),
    icon: Bell,
    component: lazy(async () => ({ default: (await import('./notifications-section.tsx')).NotificationsSection })),
  },
  {
    id: 'privacy',
    title: () => text('mySettings.privacy'),
    icon: Eye,
    component: lazy(async () => ({ default: (await import('./privacy-section.tsx')).PrivacySection })),
  },
  {
    id: 'security',
    title: () => text('security.title'),
    icon: KeyRound,
    component: lazy(async () => ({ default: (await import('./security/security-section.tsx')).SecuritySection })),
  },
  {
    id: 'language',
    title: () => text('language.section'),
    icon: Languages,
    component: lazy(async () => ({ default: (await import('./language-section.tsx')).LanguageSection })),
  },
];
