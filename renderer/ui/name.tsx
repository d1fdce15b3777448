/**
 * A name that somebody chose. Isolated, so that its writing direction cannot turn the sentence around it. Where it may be
 * too long it is the name that is cut, not what it stands in: one that is written from the right keeps its beginning.
 */
export function Name({ children, className }: { children: string; className?: string | undefined }) {
  return <bdi className={className}>{children}</bdi>;
}
