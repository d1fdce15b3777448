import { cx } from '../../ui/cx.ts';
import { columnsOf, placeOf } from './image-layout.ts';
import { ImageTile } from './image-tile.tsx';
import type { ShownFile } from './shown-file.ts';

interface ImagesProps {
  images: readonly ShownFile[];
  person: string;
}

const columns = { 2: 'grid-cols-2 max-w-96', 3: 'grid-cols-3 max-w-md', 4: 'grid-cols-4 max-w-lg' } as const;

/** The images of a message: one in its own shape, several as a grid. */
export function Images({ images, person }: ImagesProps) {
  const [only] = images;
  if (only === undefined) return null;
  if (images.length === 1) {
    const { width, height } = placeOf(only.width, only.height);
    return (
      <div className="relative max-w-full" style={{ width, aspectRatio: `${width} / ${height}` }}>
        <ImageTile key={only.key} file={only} person={person} fills={false} />
      </div>
    );
  }
  return (
    <ul className={cx('grid gap-1', columns[columnsOf(images.length)])}>
      {images.map((image) => (
        <li key={image.key} className="relative aspect-square">
          <ImageTile file={image} person={person} fills />
        </li>
      ))}
    </ul>
  );
}
