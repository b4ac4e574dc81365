import { ageOn, isCalendarDate } from '#core/domain'
import { Refused, type ChildRow, type RecordDoc } from '#core/plugin'
import type { OutcomeCode } from '../outcomes.js'
import { form } from '../rules/support.js'
import { CARD_AGE } from '../instrument/card_age.js'

export type NewsKind =
  | 'holder_died'
  | 'holder_moved'
  | 'member_died'
  | 'member_moved'
  | 'family_died'
  | 'family_moved'
  | 'family_moved_within'
  | 'family_merged'

export interface News {
  kind: NewsKind
  /** Key of the member it is about. */
  member: string
  /** Key of the one who takes the card. */
  heir: string
  /** Beneficiary that stays after a merge. */
  into: string
}

export interface Answer {
  outcome: OutcomeCode
  doc: RecordDoc
  /** The family goes off the list. */
  leaves: boolean
}

const DIED = 2
const MOVED = 3
const HEAD = 1
const OTHER = 8

const OF_FAMILY: Partial<Record<NewsKind, OutcomeCode>> = {
  family_died: 'deceased',
  family_moved: 'moved_out',
  family_moved_within: 'moved_within',
  family_merged: 'duplicate',
}

/** Grown-ups of the family who could take the card. */
export function heirsOf(doc: RecordDoc, gone: string, today: string): ChildRow[] {
  return form
    .active(doc)
    .filter(({ key, tgl_lahir: birth }) => key !== gone && isBirth(birth, today) && ageOn(birth, today) >= CARD_AGE)
}

function isBirth(birth: unknown, today: string): birth is string {
  return typeof birth === 'string' && isCalendarDate(birth) && birth <= today
}

/**
 * The record as the news would have it: an outcome for the whole family, or a member who is marked and, where it is the one who holds the
 * card, followed by an heir.
 *
 * @throws Refused `E_BSP_NO_HEIR`
 */
export function answerTo(doc: RecordDoc, { kind, member, heir, into }: News): Answer {
  const outcome = OF_FAMILY[kind]
  if (outcome) {
    const values = kind === 'family_merged' && into !== '' ? { ...doc.values, kpm_kembaran: into } : doc.values
    return { outcome, doc: { ...doc, values }, leaves: outcome !== 'moved_within' }
  }
  const changed = structuredClone(doc)
  const gone = changed.groups.members?.find(({ key }) => key === member)
  if (!gone)
    throw new Refused(
      'E_BSP_MEMBER_GONE',
      {
        id: 'Orang ini tidak lagi tercatat pada KPM itu. Abaikan kabar ini.',
        en: 'This person is no longer of that family. Set this news aside.',
      },
      {},
      409,
    )
  gone.sta_keberadaan = kind.endsWith('died') ? DIED : MOVED
  const holds = gone.pengurus === 1
  const next = holds
    ? changed.groups.members?.find(({ key }) => key === heir)
    : form.active(changed).find(({ pengurus }) => pengurus === 1)
  if (holds) passCard(changed, gone, next)
  if (gone.hubkel === HEAD && next) passHead(changed, gone, next)
  return { outcome: holds && gone.sta_keberadaan === DIED ? 'heir' : 'repaired', doc: changed, leaves: false }
}

function passCard(doc: RecordDoc, gone: ChildRow, heir: ChildRow | undefined): void {
  if (!heir) {
    throw new Refused('E_BSP_NO_HEIR', {
      id: 'Belum ada anggota dewasa yang dapat menggantikan pengurus. Ubah datanya melalui Perbaikan KPM, lalu abaikan kabar ini.',
      en: 'No grown-up of the family can take the card. Edit the record, then set this news aside.',
    })
  }
  gone.pengurus = 2
  heir.pengurus = 1
  doc.values.nama_pengurus = String(heir.nama ?? '')
}

function passHead(doc: RecordDoc, gone: ChildRow, next: ChildRow): void {
  gone.hubkel = OTHER
  next.hubkel = HEAD
  doc.values.nama_kepala_keluarga = String(next.nama ?? '')
}
