import type { ChildRow, Place, RecordDoc, Tx } from '#core/plugin'
import { query, records, Refused, scope } from '#core/plugin'
import { inScope, openRegister, pageTexts, regencyForTest, type TestRegency } from '#core/testing'
import { quotaSheet } from '../../services/quota.js'
import { standing } from '../../services/standing.js'

/** Text of a PDF as another program reads it. */
export const textOf = async (content: Uint8Array) => (await pageTexts(content)).join(' ')

export const TESTER = { id: null, name: 'Penguji', role: 'system' as const }

/** Serials of this run, so that no two invented persons share a number. */
let serial = 0

/** A NIK of a woman born 1985-07-05 or a man born 1978-04-12 in the district; its last four digits are 99xx. */
function nikOf(village: string, woman: boolean): string {
  serial++
  const stem = `${village.slice(0, 8).replaceAll('.', '')}`
  const [day, year] = [
    woman ? 41 + (Math.floor(serial / 100) % 28) : 1 + (Math.floor(serial / 100) % 28),
    60 + (Math.floor(serial / 2800) % 30),
  ]
  return `${stem}${String(day).padStart(2, '0')}04${year}99${String(serial % 100).padStart(2, '0')}`
}

function birthOf(nik: string): string {
  const day = Number(nik.slice(6, 8))
  return `19${nik.slice(10, 12)}-${nik.slice(8, 10)}-${String(day > 40 ? day - 40 : day).padStart(2, '0')}`
}

export function cardOf(village: string): string {
  serial++
  return `${village.slice(0, 8).replaceAll('.', '')}0101${String(18 + Math.floor(serial / 100)).padStart(2, '0')}99${String(serial % 100).padStart(2, '0')}`
}

/** A beneficiary family of two: the wife holds the card. */
export function kpm(village: string, key: string, values: Record<string, string | number> = {}): RecordDoc {
  const card = cardOf(village)
  const [man, woman] = [nikOf(village, false), nikOf(village, true)]
  const person = (position: string, more: ChildRow): ChildRow => ({
    ...{
      no_kk: card,
      namagadis_ibukandung: 'IBU UJI',
      sta_keberadaan: 1,
      ...more,
      key: `${key}${position}`,
      id_art: `${key}${position}`,
    },
  })
  return {
    key,
    values: {
      ...{
        id_kpm: key,
        village_code: village,
        alamat: 'JL UJI 1',
        nama_pengurus: `ISTRI ${key}`,
        nama_kepala_keluarga: `SUAMI ${key}`,
      },
      ...{ jenis_bsp: 2, sta_rekening: 1, sta_pkh: 2, percentile: 9, no_rekening: `77${String(++serial).padStart(8, '0')}` },
      ...values,
    },
    groups: {
      members: [
        person('01', { key: '', nama: `SUAMI ${key}`, nik: man, tgl_lahir: birthOf(man), jns_kel: 1, hubkel: 1, pengurus: 2 }),
        person('02', {
          key: '',
          nama: `ISTRI ${key}`,
          nik: woman,
          tgl_lahir: birthOf(woman),
          jns_kel: 2,
          hubkel: 2,
          pengurus: 1,
        }),
      ],
    },
  }
}

/** A household of the BDT with one family of two. */
export function household(village: string, key: string, values: Record<string, string | number> = {}): RecordDoc {
  const card = cardOf(village)
  const [man, woman] = [nikOf(village, false), nikOf(village, true)]
  const person = (position: string, more: ChildRow): ChildRow => ({
    ...{
      family_key: `${key}F1`,
      no_kk: card,
      nuk: 1,
      namagadis_ibukandung: 'IBU UJI',
      sta_keberadaan_art: 1,
      ada_pkh: 2,
      ...more,
    },
    ...{ key: `${key}${position}`, idartbdt: `${key}${position}` },
  })
  return {
    key,
    values: {
      idbdt: key,
      village_code: village,
      nama_krt: `SUAMI ${key}`,
      alamat: 'JL UJI 2',
      percentile: 12,
      sta_pkh: 2,
      ...values,
    },
    groups: {
      families: [{ key: `${key}F1`, nuk: 1, nokk: card }],
      members: [
        person('01', { key: '', nama: `SUAMI ${key}`, nik: man, tgl_lahir: birthOf(man), jns_kel: 1, hubkel: 1, hub_krt: 1 }),
        person('02', { key: '', nama: `ISTRI ${key}`, nik: woman, tgl_lahir: birthOf(woman), jns_kel: 2, hubkel: 2, hub_krt: 2 }),
      ],
    },
  }
}

export interface TestList {
  regency: TestRegency
  place: Place
  bdt: Place
  /** Keys of the beneficiary families, by village. */
  kpm: Record<string, string[]>
}

export interface ListOptions {
  /** Families of the list in the first and in the second village. */
  kpm?: readonly [number, number]
  /** Households of the BDT in each, with the percentile of the first; the next ones are poorer by none, richer by one. */
  households?: readonly [number, number]
  quota?: number | null
}

/** A regency of its own with an open period of the list and of the BDT, and a quota of the centre. */
export async function testList({
  kpm: [first, second] = [3, 2],
  households: [one, two] = [3, 2],
  quota = 5,
}: ListOptions = {}): Promise<TestList> {
  const regency = await regencyForTest()
  const [a, b] = regency.villages as [string, string]
  const docs = [
    ...Array.from({ length: first }, (_, index) => kpm(a, `A${String(index + 1).padStart(3, '0')}`)),
    ...Array.from({ length: second }, (_, index) => kpm(b, `B${String(index + 1).padStart(3, '0')}`)),
  ]
  const houses = [
    ...Array.from({ length: one }, (_, index) =>
      household(a, `HA${String(index + 1).padStart(3, '0')}`, { percentile: 1 + index }),
    ),
    ...Array.from({ length: two }, (_, index) =>
      household(b, `HB${String(index + 1).padStart(3, '0')}`, { percentile: 1 + index }),
    ),
  ]
  const bdt = await openRegister(regency.code, houses, 'bdt')
  const place = await openRegister(regency.code, docs, 'bsp')
  if (quota !== null) await giveQuota(regency.code, quota)
  const keys = (village: string) => docs.filter(({ values }) => values.village_code === village).map(({ key }) => key)
  return { regency, place, bdt, kpm: { [a]: keys(a), [b]: keys(b) } }
}

export function giveQuota(regency: string, quota: number): Promise<unknown> {
  return inScope(regency, (tx) =>
    query(
      tx,
      `insert into bsp_quotas (regency_code, quota, load_id, set_by_name, set_at) values (?, ?, gen_random_uuid(), 'Pusdatin', ?)
       on conflict (regency_code) do update set quota = excluded.quota`,
      [regency, quota, tx.now],
    ),
  )
}

/** Whose list it is. */
export interface Listed {
  regency: { code: string }
}

/** An act alone in the register, as the pages do it. */
export function acting<T>({ regency }: Listed, work: (tx: Tx, place: Place) => Promise<T>, by = TESTER.name): Promise<T> {
  return records.act(scope.of(regency.code, { ...TESTER, name: by }), 'bsp', regency.code, work)
}

/** Decides on a family of the list as the supervisor does: the outcome is written and accepted at once. */
export function decideOutcome(
  list: Listed,
  key: string,
  outcome: string,
  state: 'received' | 'accepted' = 'accepted',
): Promise<void> {
  return acting(list, async (tx, place) => {
    const base = (await records.base(tx, place, [key])).get(key)!
    const working = (await records.working(tx, place, [key])).get(key)
    const version = working?.version ?? 0
    await records.write(tx, place, { type: 'edit', id: 'uji' }, [
      { key, version, kind: 'repair', outcome, state, doc: working?.doc ?? base },
    ])
  })
}

export function accept(list: TestList, ...keys: string[]): Promise<number> {
  return acting(list, (tx, place) => records.decide(tx, place, keys, { take: 'accept' }))
}

/** Code with which the module refused, null where it did not. */
export async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    return error instanceof Refused ? error.code : String(error)
  }
}

export const sheetOf = (list: TestList) => inScope(list.regency.code, (tx) => quotaSheet(tx, list.place))
export const blockersOf = (list: TestList) => inScope(list.regency.code, (tx) => standing(tx, list.place, 50))
