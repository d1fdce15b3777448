import { Archive, MessagesSquare, QrCode, ScrollText, SlidersHorizontal, UsersRound } from 'lucide-react';
import { lazy } from 'react';
import { text } from '../../texts/text.ts';
import { InvitesList } from '../invites/invites-list.tsx';
import type { Section } from '../../ui/section-window.tsx';
import type { AdminSectionId } from './section-id.ts';

/** The pages of a server's administration, in their order. */
export const adminSections: readonly Section<AdminSectionId>[] = [
  {
    id: 'people',
    title: () => text('admin.people'),
    icon: UsersRound,
    component: lazy(async () => ({ default: (await import('./people-section.tsx')).PeopleSection })),
  },
  {
    id: 'chats',
    title: () => text('admin.chats'),
    icon: MessagesSquare,
    component: lazy(async () => ({ default: (await import('./chats-section.tsx')).ChatsSection })),
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
  {
    id: 'data',
    title: () => text('admin.data'),
    icon: Archive,
    component: lazy(async () => ({ default: (await import('./data-section.tsx')).DataSection })),
  },
  {
    id: 'log',
    title: () => text('admin.log'),
    icon: ScrollText,
    component: lazy(async () => ({ default: (await import('./log-section.tsx')).LogSection })),
  },
];
