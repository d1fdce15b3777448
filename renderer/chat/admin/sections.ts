import { QrCode, SlidersHorizontal, UsersRound } from 'lucide-react';
import { lazy } from 'react';
import { text } from '../../texts/text.ts';
import { InvitesList } from '../invites/invites-list.tsx';
import type { Section } from '../../ui/section-window.tsx';

export type AdminSectionId = 'people' | 'invites' | 'settings';

/** The pages of a server's administration, in their order. */
export const adminSections: readonly Section<AdminSectionId>[] = [
  {
    id: 'people',
    title: () => text('admin.people'),
    icon: UsersRound,
    component: lazy(async () => ({ default: (await import('./people-section.tsx')).PeopleSection })),
  },
  {
    id: 'invites',
    title: () => text('admin.invites'),
    icon: QrCode,
    component: InvitesList,
  },
  {
    id: 'settings',
    title: () => text('admin.settings'),
    icon: SlidersHorizontal,
    component: lazy(async () => ({ default: (await import('./settings-section.tsx')).SettingsSection })),
  },
];
