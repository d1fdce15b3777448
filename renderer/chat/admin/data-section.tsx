import { SaveArchive } from './save-archive.tsx';
import { RestoreArchive } from './restore-archive.tsx';

/** Everything that the server keeps, as one file. */
export function DataSection() {
  return (
    <div className="space-y-6">
      <SaveArchive />
      <RestoreArchive />
    </div>
  );
}
