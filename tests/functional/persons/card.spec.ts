import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { insertRead, recordRead } from '#services/reads'
import { reveal } from '#services/secrets'
import { CONSOLE, scope } from '#services/scope'
import { readsOfPerson, wholeReads } from '#verification/persons/read_log'
import { viewPerson } from '#verification/persons/view'
import { RecordWriter } from '#verification/store/index'
import { inventedRegister } from '#tests/support/invented_register'
import { inScope, regencyForTest } from '#tests/support/places'

const OLD = '3201014507859901'
const NEW = '3201014507859902'

/** A person whom two decrees know, and a working copy of the running period changes. */
async function twoDecrees() {
  const regency = await regencyForTest()
  const before = await inventedRegister(regency, 2, ([first]) => {
    Object.assign(first!.groups.members![0]!, { nama: 'SITI AMINAH', nik: OLD, ada_pkh: 2 })
    first!.values.alamat = 'RT 01/RW 01'
  })
  const register = await inventedRegister(regency, 2, ([first]) => {
    Object.assign(first!.groups.members![0]!, { nama: 'SITI AMINAH', nik: NEW, ada_pkh: 1 })
    first!.values.alamat = 'RT 02/RW 02'
  })
  const [record] = register.records
  const person = record!.groups.members![0]!
  const reference = { module: register.module, recordKey: record!.key, key: person.key }
  const view = (asked: { state?: string; against?: string } = {}) =>
    inScope(regency.code, (tx) => viewPerson(tx, regency.code, reference, asked, 'id'))
  return { regency, before, register, record: record!, person, reference, view }
}

test.group('The card of a person', () => {
  test('tells the person decree by decree, the newest first, and what has changed between two', async ({ assert }) => {
    const { before, register, view, person, record } = await twoDecrees()
    const card = await view()
    assert.deepEqual(
      card.states.map(({ id }) => id),
      [register.editionId, before.editionId],
    )
    assert.equal(card.shown?.id, register.editionId)
    assert.equal(card.shown?.address.startsWith('RT 02/RW 02'), true)
    assert.lengthOf(card.shown!.relatives, record.groups.members!.length)
    assert.isTrue(card.shown!.relatives.find(({ key }) => key === person.key)!.self)
    assert.deepEqual([card.changes?.from, card.changes?.to], [before.editionId, register.editionId])
    const changed = card.changes!.lines.map(({ id, before: was, after, secret }) => [id, was, after, secret])
    assert.deepInclude(changed, ['alamat', 'RT 01/RW 01', 'RT 02/RW 02', undefined])
    assert.deepInclude(changed, [`members/${person.key}/nik`, OLD, NEW, 'nik'])
    assert.isTrue(card.changes!.lines[0]!.own, 'what is the person’s own comes first')
    const older = await view({ state: before.editionId })
    assert.equal(older.shown?.address.startsWith('RT 01/RW 01'), true)
    assert.deepEqual([older.changes?.from, older.changes?.to], [before.editionId, register.editionId])
  })

  test('each module adds its programmes, state by state', async ({ assert }) => {
    const { before, register, view } = await twoDecrees()
    const part = (await view()).parts.find(({ module }) => module === register.module)
    const programme = part?.programmes.find(({ name, of }) => name.id === 'PKH' && of === 'person')
    assert.deepEqual(programme?.answers, { [register.editionId]: 'yes', [before.editionId]: 'no' })
  })

  test('takes from another module what stands there under a like name; another name with the NIK is only told', async ({
    assert,
  }) => {
    const { regency, view } = await twoDecrees()
    const named = async (name: string) => {
      const { module } = await inventedRegister(
        regency,
        2,
        ([first], { people }) => {
          Object.assign(first!.groups[people.group]![0]!, { [people.nik]: NEW, [people.name]: name })
        },
        1,
      )
      const { parts, elsewhere, listings } = await view()
      const { states, facts } = parts.find((part) => part.module === module)!
      return {
        states: states.length,
        told: facts.map(({ value }) => value.id),
        elsewhere: elsewhere.length,
        listed: listings.map((one) => [one.module === module, one.namesake]),
      }
    }
    const other = 'Tercatat atas nama orang lain'
    assert.deepEqual(await named('TRI PRASETYO'), {
      ...{ states: 0, told: [other], elsewhere: 0 },
      listed: [
        [false, false],
        [true, true],
      ],
    })
    const own = await named('SITTI AMINA')
    assert.deepEqual([own.states, own.elsewhere], [2, 1])
    assert.isTrue(own.listed.every(([, namesake]) => !namesake))
    assert.notInclude(own.told, other)
  })

  test('shows a working copy as the state of now, with what was decided about it', async ({ assert }) => {
    const { regency, register, record, person, view } = await twoDecrees()
    const doc = structuredClone(record)
    doc.groups.members!.find(({ key }) => key === person.key)!.nama = 'SITI AMINAH BARU'
    const place = {
      ...{ module: registry.module(register.module), periodId: register.periodId },
      ...{ editionId: register.editionId, regency: regency.code },
    }
    await inScope(regency.code, async (tx) => {
      const writer = new RecordWriter(tx, place, { type: 'edit', id: 'uji' })
      await writer.write([
        { key: doc.key, version: 0, kind: 'repair', outcome: 'repaired', state: 'received', doc, problems: [] },
      ])
      await writer.finish()
    })
    const card = await view()
    assert.equal(card.states[0]?.id, 'now')
    assert.deepEqual(card.states[0]?.proposal, { outcome: 'repaired', state: 'received' })
    assert.equal(card.shown?.name, 'SITI AMINAH BARU')
    assert.equal(card.shown?.secrets.suffix, '')
  })

  test('a secret of an older decree opens as that decree has it, and to its own regency alone', async ({ assert }) => {
    const { regency, before, register, record, person } = await twoDecrees()
    const open = (edition: string, of = regency.code) =>
      reveal(scope.of(of, CONSOLE), {
        ...{ objectType: `${register.module}.record`, id: record.key, purpose: 'subject', address: '::1' },
        field: `members/${person.key}/nik@edition:${edition}`,
      })
    assert.equal((await open(before.editionId)).value, OLD)
    assert.equal((await open(register.editionId)).value, NEW)
    const other = await regencyForTest()
    await assert.rejects(() => open(before.editionId, other.code))
    await assert.rejects(() => open('00000000-0000-4000-8000-000000000000'))
    await assert.rejects(() => open('------------------------------------'))
  })
})

test.group('Who read a person', () => {
  test('is everybody who was shown him, whatever way, and nobody who opened another person’s number', async ({ assert }) => {
    const { regency, record, person, reference, register } = await twoDecrees()
    const other = record.groups.members!.find(({ key }) => key !== person.key)
    const type = `${register.module}.record`
    const own = `members/${person.key}/nik`
    const subject = `${register.module}:${record.key}/${person.key}`
    await inScope(regency.code, async (tx) => {
      const write = (entry: Partial<Parameters<typeof recordRead>[1]>) =>
        recordRead(tx, { regency: regency.code, action: 'open', purpose: 'verval', object: { type }, ...entry })
      await write({ object: { type, id: record.key }, fields: ['nik', 'no_kk'] })
      await write({ action: 'reveal', purpose: 'audit', object: { type, id: record.key }, fields: [own] })
      if (other) await write({ action: 'reveal', object: { type, id: record.key }, fields: [`members/${other.key}/nik`] })
      await write({ action: 'search', object: { type: 'kesos.list', id: 'l' }, subjects: [subject, subject, 'bdt:x/y'] })
      await write({ action: 'search', object: { type: 'kesos.list', id: 'm' }, subjects: ['bdt:x/y'] })
      await write({ action: 'export', object: { type: `${register.module}.list` } })
      await insertRead(tx, {
        regency: regency.code,
        action: 'print',
        purpose: 'subject',
        object: { type: 'kesos.report' },
        subjects: [subject],
      })
    })
    const reads = await inScope(regency.code, (tx) => readsOfPerson(tx, regency.code, [reference]))
    assert.sameDeepMembers(
      reads.map(({ action, object }) => [action, object]),
      [
        ['open', type],
        ['reveal', type],
        ['search', 'kesos.list'],
        ['print', 'kesos.report'],
      ],
    )
    const whole = await inScope(regency.code, (tx) => wholeReads(tx, regency.code, [register.module]))
    assert.equal(whole.count, 1)
  })
})
