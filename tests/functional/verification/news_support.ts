import { records } from '#kernel/offers/records'
import { scope, type Tx } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import type { Place } from '#verification/store/index'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister, TESTER } from '#tests/support/register'

/** One couple in three registers. Persons are invented: their numbers end in 99xx. */
interface Couple {
  key: string
  man: string
  woman: string
}

let serial = 0
export const numbers = (village: string) => {
  const stem = village.slice(0, 8).replaceAll('.', '')
  const end = `99${String(++serial).padStart(2, '0')}`
  return { man: `${stem}120478${end}`, woman: `${stem}450785${end}`, card: `${stem}010118${end}` }
}

function registers(village: string, key: string) {
  const { man, woman, card } = numbers(village)
  const person = (nik: string, position: string, more: Record<string, string | number>) => ({
    ...{ nik, no_kk: card, nama: `${position === '01' ? 'SUAMI' : 'ISTRI'} ${key}`, jns_kel: position === '01' ? 1 : 2 },
    ...{ tgl_lahir: position === '01' ? '1978-04-12' : '1985-07-05', hubkel: Number(position), ...more },
  })
  const both = (of: (nik: string, position: string) => RecordDoc['groups'][string][number]) => [of(man, '01'), of(woman, '02')]
  const household: RecordDoc = {
    key: `H${key}`,
    values: { idbdt: `H${key}`, village_code: village, nama_krt: `SUAMI ${key}`, alamat: 'JL UJI', percentile: 5, sta_pkh: 2 },
    groups: {
      families: [{ key: `H${key}F`, nuk: 1, nokk: card }],
      members: both(
        (nik, position) =>
          person(nik, position, {
            ...{
              key: `H${key}${position}`,
              idartbdt: `H${key}${position}`,
              family_key: `H${key}F`,
              nuk: 1,
              hub_krt: Number(position),
            },
            sta_keberadaan_art: 1,
          }) as never,
      ),
    },
  }
  const kpm: RecordDoc = {
    key: `K${key}`,
    values: {
      ...{
        id_kpm: `K${key}`,
        village_code: village,
        alamat: 'JL UJI',
        nama_pengurus: `ISTRI ${key}`,
        nama_kepala_keluarga: `SUAMI ${key}`,
      },
      ...{ jenis_bsp: 2, sta_rekening: 2, sta_pkh: 2, idbdt: `H${key}` },
    },
    groups: {
      members: both(
        (nik, position) =>
          person(nik, position, {
            ...{
              key: `K${key}${position}`,
              id_art: `H${key}${position}`,
              pengurus: position === '02' ? 1 : 2,
              sta_keberadaan: 1,
            },
            namagadis_ibukandung: 'IBU UJI',
          }) as never,
      ),
    },
  }
  const participant = (nik: string, position: string): RecordDoc => ({
    key: `P${key}${position}`,
    values: {
      ...{ id_pbi: `P${key}${position}`, village_code: village, alamat: 'JL UJI', segmen_bpjs: 1 },
      nama_peserta: `${position === '01' ? 'SUAMI' : 'ISTRI'} ${key}`,
    },
    groups: {
      persons: [person(nik, position, { key: `P${key}${position}P`, id_art: `H${key}${position}`, sta_keberadaan: 1 }) as never],
    },
  })
  return {
    couple: { key, man, woman } satisfies Couple,
    household,
    kpm,
    participants: [participant(man, '01'), participant(woman, '02')],
  }
}

export interface Stage {
  regency: TestRegency
  bdt: Place
  bsp: Place
  pbi: Place
  households: Map<string, RecordDoc>
}

export async function stage(keys: readonly string[]): Promise<Stage> {
  const regency = await regencyForTest()
  const made = keys.map((key) => registers(regency.villages[0]!, key))
  const open = (docs: readonly RecordDoc[], module: string) => openRegister(regency.code, docs, module)
  const households = new Map(made.map(({ household }) => [household.key, household]))
  return {
    ...{ regency, households, bdt: await open([...households.values()], 'bdt') },
    bsp: await open(
      made.map(({ kpm }) => kpm),
      'bsp',
    ),
    pbi: await open(
      made.flatMap(({ participants }) => participants),
      'pbi',
    ),
  }
}

export function acting<T>(
  { regency }: Stage,
  module: string,
  work: (tx: Tx, place: Place) => Promise<T>,
  by = TESTER.name,
): Promise<T> {
  return records.act(scope.of(regency.code, { ...TESTER, name: by }), module, regency.code, work)
}

/** An operator's repair of a household, as a file brings it; it says nothing until it is accepted. */
export function write(
  at: Stage,
  key: string,
  outcome: string,
  change: (doc: RecordDoc) => void = () => undefined,
): Promise<void> {
  const doc = structuredClone(at.households.get(key)!)
  change(doc)
  return acting(at, 'bdt', async (tx, place) => {
    const version = (await records.working(tx, place, [key])).get(key)?.version ?? 0
    await records.write(tx, place, { type: 'edit', id: 'uji' }, [
      { key, version, kind: 'repair', outcome, state: 'received', doc },
    ])
  })
}

export const decide = (at: Stage, key: string, state: 'accepted' | 'received') =>
  acting(at, 'bdt', async (tx, place) => {
    const { doc, outcome, version } = (await records.working(tx, place, [key])).get(key)!
    await records.write(tx, place, { type: 'decision', id: 'uji' }, [{ key, version, kind: 'repair', outcome, state, doc }])
  })

export const presence = (position: string, code: number) => (doc: RecordDoc) => {
  doc.groups.members!.find(({ key }) => key === `${doc.key}${position}`)!.sta_keberadaan_art = code
}
