/**
 * Client ids of a run's messages carry all that is needed to judge a delivery anywhere: run, sender, number, whether
 * the text was bad, and when it left. So texts stay free, and threads need not tell each other what they sent.
 */
export type MessageId = { member: number; number: number; bad: boolean; sentUs: number };

const RADIX = 36;

export function formatId(tag: string, { member, number, bad, sentUs }: MessageId): string {
  return `${tag}.${member.toString(RADIX)}.${number.toString(RADIX)}.${bad ? 'b' : 'g'}.${sentUs.toString(RADIX)}`;
}

/** Undefined for messages of others. */
export function parseId(tag: string, id: string | undefined): MessageId | undefined {
  if (id === undefined || !id.startsWith(tag)) return undefined;
  const [own, member, number, kind, sent] = id.split('.');
  if (own !== tag || member === undefined || number === undefined || sent === undefined) return undefined;
  return {
    member: parseInt(member, RADIX),
    number: parseInt(number, RADIX),
    bad: kind === 'b',
    sentUs: parseInt(sent, RADIX),
  };
}
