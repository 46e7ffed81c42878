import type { VNode } from 'preact';

const icon = (path: string) => (): VNode => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
);

export const PeopleIcon = icon(
  'M9 11.5a3.5 3.5 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM2.500 20c.4-3.400 3-5.500 6.500-5.500s6.100 2.100 6.500 5.500M16 5a3.300 3.300 0 0 1 0 6.200M18 14.900c2 .7 3.200 2.500 3.500 5.100',
);
export const SettingsIcon = icon(
  'M4 7h9M19 7h1M4 17h1M11 17h9M16 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
);
export const ShieldIcon = icon(
  'M12 3l7.500 2.800v5.400c0 4.600-3 8-7.500 9.800-4.500-1.800-7.500-5.200-7.500-9.800V5.800L12 3ZM8.800 12l2.300 2.300 4.200-4.600',
);
export const SendIcon = icon('M5 12h13M12.500 5.500L19 12l-6.500 6.500');
export const DownIcon = icon('M12 5v13M6 12.500l6 6 6-6');
export const CloseIcon = icon('M6 6l12 12M18 6L6 18');
export const MoreIcon = icon('M5.500 12h.01M12 12h.01M18.500 12h.01');
export const ClockIcon = icon('M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM12 7.500V12l3 2');
export const CheckIcon = icon('M5 12.500l4.500 4.500L19 7.500');
export const LockIcon = icon('M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3');
export const BellIcon = icon('M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15L6 16.500ZM10 20.500h4');
export const AlertIcon = icon('M12 4L2.800 19.500h18.400L12 4ZM12 10v4.500M12 17.200v.01');
export const LinkIcon = icon(
  'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1-1',
);

/** The roof of an open hall over its floor boards. */
export function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M2.500 13.500C8 12.600 12.300 10.600 16 6.800c3.700 3.800 8 5.800 13.500 6.700" />
      <path d="M8 14.600V22M24 14.600V22" />
      <path d="M4 23h24M7 27h18" />
    </svg>
  );
}
