import type User from '#models/user'
import { clock } from '#services/clock'
import { scope, type Actor, type Tx } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import type { Problem } from '#verification/rules'
import { readWorking, RecordWriter, type Place, type RecordWrite } from '#verification/store/index'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister } from '#tests/support/register'
import { NOON } from '#tests/functional/imports/support'

/** A regency with an open period on a known register, and its supervisor. */
export interface Office {
  regency: TestRegency
  place: Place
  supervisor: User
  act: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** Opens an office on 2026-11-25 12:00 WIB, when the period of `openRegister` runs. */
export async function openOffice(records: (villages: readonly string[]) => readonly RecordDoc[]): Promise<Office> {
  clock.freeze(NOON)
  const regency = await regencyForTest()
  const place = await openRegister(regency.code, records(regency.villages))
  const supervisor = await supervisorOf(regency.code)
  return { regency, place, supervisor, act: (work) => scope.run(scope.of(regency.code, actorOf(supervisor)), work) }
}

export function actorOf(user: User): Actor {
  return { id: user.id, name: user.name, role: user.role }
}

/** An update as an import would leave it. */
export function received(doc: RecordDoc, more: Partial<RecordWrite> = {}): RecordWrite {
  return {
    ...{ key: doc.key, version: 0, kind: 'repair', outcome: 'repaired', state: 'received', doc, problems: [] },
    ...more,
  }
}

export async function write(office: Office, ...writes: RecordWrite[]): Promise<void> {
  await office.act(async (tx) => {
    const writer = new RecordWriter(tx, office.place, { type: 'import', id: 'uji' })
    await writer.write(writes)
    await writer.finish()
  })
}

export async function workingOf(office: Office, key: string) {
  return (await office.act((tx) => readWorking(tx, office.place, [key]))).get(key)
}

/** A blocking problem that may be waived (R28 warns; the module's first waivable blocking rule). */
export function waivableProblem({ place }: Office): Problem {
  const rule = place.module.rules.find(({ waivable, severity, setBased }) => waivable && severity === 'block' && !setBased)
  if (!rule) throw new Error('The module has no waivable blocking rule.')
  return { rule: rule.code, severity: 'block', fields: [{ field: 'alamat' }], params: {} }
}

/** Text of a page without its markup, blanks joined. */
export function textOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}
