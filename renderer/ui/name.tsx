/** A name that somebody chose. Isolated, so that its writing direction cannot turn the sentence around it. */
export function Name({ children, className }: { children: string; className?: string }) {
  return <bdi className={className}>{children}</bdi>;
}
