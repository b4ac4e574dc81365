/** A village meeting: musyawarah desa, or musyawarah kelurahan where the village is one. */
export const MEETINGS = ['musdes', 'muskel'] as const
export type Meeting = (typeof MEETINGS)[number]

/** What meeting a village holds: the fourth part of a Kemendagri code begins with 1 for a kelurahan and 2 for a desa. */
export function meetingOf(village: string): Meeting {
  return village.split('.')[3]?.startsWith('1') ? 'muskel' : 'musdes'
}
