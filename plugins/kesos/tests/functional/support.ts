import type { ApiClient } from '@japa/api-client'
import { inventedRegister, regencyForTest, supervisorOf } from '#core/testing'
import { query, scope, type RecordDoc, type Tx } from '#core/plugin'

export const NIK = '3201014507859901'
export const TWIN = '3201011001909910'
export const NAME = 'SITI AMINAH RAHASIA'

export type Person = Awaited<ReturnType<typeof supervisorOf>>

/** A regency whose register holds SITI AMINAH and two people with one NIK, with its supervisor. */
export async function office(changeMore: (records: RecordDoc[]) => void = () => undefined) {
  const regency = await regencyForTest()
  const register = await inventedRegister(regency, 4, (records, { people }) => {
    const rows = records.map(({ groups }) => groups[people.group]![0]!)
    Object.assign(rows[0]!, { [people.nik]: NIK, [people.name]: NAME, [people.birthDate]: '1985-07-05', [people.sex]: 2 })
    Object.assign(rows[1]!, { [people.nik]: TWIN })
    Object.assign(rows[2]!, { [people.nik]: TWIN })
    changeMore(records)
  })
  const supervisor = await supervisorOf(regency.code)
  const as = <T>(work: (tx: Tx) => Promise<T>) =>
    scope.run(scope.of(regency.code, { id: supervisor.id, name: supervisor.name, role: supervisor.role }), work)
  const [record] = register.records
  const person = record!.groups[register.summary.people.group]![0]!
  const subject = `${register.module}:${record!.key}/${person.key}`
  return { regency, supervisor, as, register, record: record!, person, subject }
}

export const byNumber = (nomor: string) => ({ cara: 'nomor', nomor, keperluan: 'complaint' })

/** Sends the form of a look-up; its answer leads to the result. */
export const ask = (client: ApiClient, user: Person, form: Record<string, string>) =>
  client.post('/kesos/cari').loginAs(user).withCsrfToken().redirects(0).form(form)

export interface Read {
  id: string
  action: string
  purpose: string
  object_type: string
  object_id: string
  user_id: string
}

/** Readings of the log that name a person. */
export const readsOf = (tx: Tx, subject: string) =>
  query<Read>(
    tx,
    `select r.id, r.action, r.purpose, r.object_type, r.object_id, r.user_id from read_subjects s
     join reads r on r.regency_code = s.regency_code and r.id = s.read_id where s.subject = ? order by r.at, r.id`,
    [subject],
  )
