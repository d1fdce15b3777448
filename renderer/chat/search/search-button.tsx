import { Search } from 'lucide-react';
import { text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { closeSearch, openSearch, useOpenSearch } from './open-search.ts';

/** Opens the search in the chat that is open, and closes it. */
export function SearchButton() {
  const isOpen = useOpenSearch((state) => state.isOpen);
  return (
    <IconButton
      label={text('search.open')}
      aria-expanded={isOpen}
      className={isOpen ? 'bg-selected text-ink' : ''}
      onClick={() => (isOpen ? closeSearch() : openSearch('chat'))}
    >
      <Search className="size-4" />
    </IconButton>
  );
}
