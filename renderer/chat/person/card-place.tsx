import { lazy, useLazy } from '../markdown/lazy.ts';
import { useCard } from './card-state.ts';

const module = lazy(async () => import('./profile-card.tsx'));

/** Where somebody's card comes up, once one is wanted. */
export function CardPlace() {
  const shown = useCard((state) => state.shown);
  const loaded = useLazy(module, shown !== null);
  if (shown === null || loaded === null) return null;
  return <loaded.ProfileCard key={shown.username} shown={shown} />;
}
