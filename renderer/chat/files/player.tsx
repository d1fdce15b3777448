import { text } from '../../texts/text.ts';

interface PlayerProps {
  kind: 'audio' | 'video';
  url: string;
  name: string;
}

/** Plays a sound or a film with the browser's own controls. */
export function Player({ kind, url, name }: PlayerProps) {
  const props = { src: url, controls: true, autoPlay: true, 'aria-label': text('file.play', { name }) };
  // What people send has no captions.
  return (
    <div className="px-2 pb-2">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      {kind === 'audio' ? <audio {...props} className="w-full" /> : <video {...props} className="max-h-80 w-full" />}
    </div>
  );
}
