import { UsersRound } from 'lucide-react';
import { lazy } from 'react';
import { text } from '../../texts/text.ts';
import type { Section } from '../../ui/section-window.tsx';

export type AdminSectionId = 'people';

/** The pages of a server's administration, in their order. */
export const adminSections: readonly Section<AdminSectionId>[] = [
  {
    id: 'people',
    title: () => text('admin.people'),
    icon: UsersRound,
    component: lazy(async () => ({ default: (await import('./people-section.tsx')).PeopleSection })),
  },
];
