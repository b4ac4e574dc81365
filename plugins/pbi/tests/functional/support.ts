import { addDays, MINISTRY_ZONE, todayIn } from '#core/domain'
import type { Place, RecordDoc, Tx } from '#core/plugin'
import { query, records, scope } from '#core/plugin'
import { clock, inScope, openRegister, regencyForTest, type TestRegency } from '#core/testing'

export const TESTER = { id: null, name: 'Penguji', role: 'system' as const }

/** So many days ago, on the day this run began. */
export const daysAgo = (days: number) => addDays(TODAY, -days)
const TODAY = todayIn(MINISTRY_ZONE, clock.now())

/** Serials of this run, so that no two invented persons share a number. */
let serial = 0

/** A NIK of a woman in the district; its last four digits are 99xx. */
function nikOf(village: string): string {
  serial++
  const day = 41 + (Math.floor(serial / 100) % 28)
  return `${village.slice(0, 8).replaceAll('.', '')}${day}05${60 + (Math.floor(serial / 2800) % 30)}99${String(serial % 100).padStart(2, '0')}`
}

const birthOf = (nik: string) =>
  `19${nik.slice(10, 12)}-${nik.slice(8, 10)}-${String(Number(nik.slice(6, 8)) - 40).padStart(2, '0')}`

/** NIK and birth date of a woman of the district. */
export function numbersOf(village: string): { nik: string; birth: string } {
  const nik = nikOf(village)
  return { nik, birth: birthOf(nik) }
}

/** A card number nobody else of this run has. */
export const cardNumber = () => `000${String(7_000_000_000 + ++serial).padStart(10, '0')}`

/** A woman on the list. */
export function participant(village: string, key: string, values: Record<string, string | number> = {}): RecordDoc {
  const nik = nikOf(village)
  const name = `PESERTA ${key}`
  return {
    key,
    values: {
      ...{ id_pbi: key, village_code: village, alamat: 'JL UJI 1', nama_peserta: name, segmen_bpjs: 1, percentile: 9 },
      ...{ no_bpjs: cardNumber(), ...values },
    },
    groups: {
      persons: [
        {
          ...{ key: `${key}01`, id_art: `ART${key}`, nama: name, nik, no_kk: `${nik.slice(0, 6)}01011899${nik.slice(14)}` },
          ...{ hubkel: 2, jns_kel: 2, tgl_lahir: birthOf(nik), sta_keberadaan: 1 },
        },
      ],
    },
  }
}

/** A person proposed to come in. */
export function proposal(village: string, key: string, values: Record<string, string | number>): RecordDoc {
  const { values: own, groups } = participant(village, key)
  const kept = Object.fromEntries(Object.entries(own).filter(([name]) => !['id_pbi', 'percentile', 'no_bpjs'].includes(name)))
  return { key, values: { ...kept, ...values }, groups: { persons: [{ ...groups.persons![0]!, sta_keberadaan: 4 }] } }
}

export interface TestList {
  regency: TestRegency
  place: Place
  docs: Map<string, RecordDoc>
}

/** A regency of its own with an open period of the list and a quota of the centre; A001… in its first village, B001… in the second. */
export async function testList({
  people: [first, second] = [3, 2],
  quota = 5,
}: { people?: readonly [number, number]; quota?: number | null } = {}) {
  const regency = await regencyForTest()
  const [a, b] = regency.villages as [string, string]
  const named = (letter: string, index: number) => `${letter}${String(index + 1).padStart(3, '0')}`
  const docs = [
    ...Array.from({ length: first }, (_, index) => participant(a, named('A', index))),
    ...Array.from({ length: second }, (_, index) => participant(b, named('B', index))),
  ]
  const place = await openRegister(regency.code, docs, 'pbi')
  if (quota !== null) await giveQuota(regency.code, quota)
  return { regency, place, docs: new Map(docs.map((doc) => [doc.key, doc])) } satisfies TestList
}

export function giveQuota(regency: string, quota: number): Promise<unknown> {
  return inScope(regency, (tx) =>
    query(
      tx,
      `insert into pbi_quotas (regency_code, quota, load_id, set_by_name, set_at) values (?, ?, gen_random_uuid(), 'Pusdatin', ?)
       on conflict (regency_code) do update set quota = excluded.quota`,
      [regency, quota, tx.now],
    ),
  )
}

/** Whose list it is, and what the edition holds of it. */
export interface Listed {
  regency: { code: string }
  docs: ReadonlyMap<string, RecordDoc>
}

/** An act alone in the register, as the pages do it. */
export function acting<T>(
  { regency }: Pick<Listed, 'regency'>,
  work: (tx: Tx, place: Place) => Promise<T>,
  by = TESTER.name,
): Promise<T> {
  return records.act(scope.of(regency.code, { ...TESTER, name: by }), 'pbi', regency.code, work)
}

/** Decides on a participant as the supervisor does: outcome and reason are written and accepted at once. */
export function decideOutcome(
  list: Listed,
  key: string,
  outcome: string,
  values: Record<string, string | number> = {},
  state: 'received' | 'accepted' = 'accepted',
): Promise<void> {
  return acting(list, async (tx, place) => {
    const working = (await records.working(tx, place, [key])).get(key)
    const doc = working?.doc ?? list.docs.get(key)!
    await records.write(tx, place, { type: 'edit', id: 'uji' }, [
      {
        ...{ key, version: working?.version ?? 0, kind: 'repair', outcome, state },
        doc: { ...doc, values: { ...doc.values, ...values } },
      },
    ])
  })
}

/** Writes proposals that wait, as a file brings them. */
export function bring(list: TestList, outcome: string, docs: readonly RecordDoc[]): Promise<void> {
  return acting(list, (tx, place) =>
    records.write(
      tx,
      place,
      { type: 'edit', id: 'uji' },
      docs.map((doc) => ({ key: doc.key, version: 0, kind: 'new' as const, outcome, state: 'received' as const, doc })),
    ),
  )
}

export function accept(list: TestList, ...keys: string[]): Promise<number> {
  return acting(list, (tx, place) => records.decide(tx, place, keys, { take: 'accept' }))
}
