import { query } from '#services/scope'
import type { ChildRow, RecordDoc, Values } from '#verification/instrument'
import type { Problem } from '#verification/rules'
import { readWorking, RecordWriter, tableNames, type Place, type RecordWrite } from '#verification/store/index'
import { inScope, regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister } from '#tests/support/register'

export const NIK = '3201011204789902'
export const CARD = '3201010101189901'

/** A household of one person; NIK, card and birth date are its own unless told. */
export function home(key: string, village: string, person: Values = {}, values: Values = {}): RecordDoc {
  const two = key.slice(-2).padStart(2, '0')
  const own = { nama: `UJI ${key}`, nik: `32010112057899${two}`, no_kk: `32010101011898${two}`, tgl_lahir: '1978-04-12' }
  const member = {
    key: `${key}01`,
    family_key: `${key}F1`,
    hub_krt: 1,
    nuk: 1,
    hubkel: 1,
    jns_kel: 1,
    ...own,
    ...person,
  } as ChildRow
  return {
    key,
    values: { idbdt: key, village_code: village, nama_krt: String(member.nama), alamat: 'JL UJI 1', ...values },
    groups: { families: [{ key: `${key}F1`, nuk: 1, nokk: String(member.no_kk) }], members: [member] },
  }
}

export interface Register {
  regency: TestRegency
  village: string
  place: Place
}

export async function register(records: (village: string) => RecordDoc[]): Promise<Register> {
  const regency = await regencyForTest()
  const village = regency.villages[0]!
  return { regency, village, place: await openRegister(regency.code, records(village)) }
}

export async function save({ place }: Register, doc: RecordDoc, more: Partial<RecordWrite> = {}): Promise<void> {
  await inScope(place.regency, async (tx) => {
    const version = (await readWorking(tx, place, [doc.key])).get(doc.key)?.version ?? 0
    const writer = new RecordWriter(tx, place, { type: 'edit', id: 'uji' })
    const repair: RecordWrite = {
      key: doc.key,
      version,
      kind: 'repair',
      outcome: 'repaired',
      state: 'received',
      doc,
      problems: [],
    }
    await writer.write([{ ...repair, ...more }])
    await writer.finish()
  })
}

export const proposed = { kind: 'new', outcome: 'new' } as const

export async function problemsOf({ place }: Register, key: string): Promise<Problem[]> {
  const working = await inScope(place.regency, (tx) => readWorking(tx, place, [key]))
  return working.get(key)!.setProblems
}

export const codesOf = async (at: Register, key: string) => (await problemsOf(at, key)).map(({ rule }) => rule)

export async function blockingOf({ place }: Register, key: string): Promise<number> {
  const { current } = tableNames(place.module.instrument)
  const [row] = await inScope(place.regency, (tx) =>
    query<{ blocking: number }>(tx, `select blocking from ${current} where period_id = ? and key = ?`, [place.periodId, key]),
  )
  return row!.blocking
}
