/** The program's mark. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className={className}>
      <rect width="64" height="64" rx="15" className="fill-accent" />
      <path
        d="M15 17h34a6 6 0 0 1 6 6v18a6 6 0 0 1-6 6H30l-10 8.5V47h-5a6 6 0 0 1-6-6V23a6 6 0 0 1 6-6z"
        className="fill-on-accent"
      />
      <path
        d="M32 20c1.3 7.2 4.8 10.7 12 12-7.2 1.3-10.7 4.8-12 12-1.3-7.2-4.8-10.7-12-12 7.2-1.3 10.7-4.8 12-12z"
        className="fill-accent"
      />
    </svg>
  );
}
