/** The app's mark: a message with a reason under it. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path d="M6.5 8.5h11M6.5 12h7" className="stroke-on-accent" strokeWidth="2" strokeLinecap="round" />
      <path d="M6.5 15.5h4" className="stroke-on-accent" strokeWidth="2" strokeLinecap="round" opacity="0.6" />
    </svg>
  );
}
