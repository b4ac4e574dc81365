import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { aceHere } from '#tests/support/ace'
import { inventedRegister } from '#tests/support/invented_register'
import { supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { ruleVersion } from '#verification/explain/rule_version'
import { actOn } from '#verification/review/act'
import { readBase, RecordWriter, type RecordWrite } from '#verification/store/index'
import { query, scope, SYSTEM } from '#services/scope'
import { pageTexts } from '#tests/unit/documents/support'

interface Told {
  standing: string
  outcome: string
  rules: { version: string; spoke: { code: string }[]; silent: number }
  decisions: { by: string; to: string | null }[]
}

test.group('Kenapa?', () => {
  test('a removal is explained on the page, in print and by command, and its family is told once how to object', async ({
    client,
    assert,
  }) => {
    const regency = await regencyForTest()
    const { module: name, records, summary } = await inventedRegister(regency, 3)
    const module = registry.module(name)
    const [record] = records
    const { key } = record!
    const gone = module.outcomes.find(({ effect, ground }) => effect === 'deactivate' && ground?.facts?.length)!
    const asked = module.instrument.root.variables.find((one) => one.codes && gone.ground!.facts!.includes(one.name))!
    const answer = asked.codes![0]!
    await actOn(scope.of(regency.code, SYSTEM), module, regency.code, async (tx, place) => {
      const base = (await readBase(tx, place, [key])).get(key)!
      const doc = { ...base, values: { ...base.values, [asked.name]: answer.code } }
      const writer = new RecordWriter(tx, place, { type: 'edit', id: 'uji' })
      const removal: RecordWrite = {
        key,
        version: 0,
        kind: 'repair',
        outcome: gone.code,
        doc,
        problems: [],
        state: 'accepted',
        reason: 'Musyawarah 3 November',
      }
      await writer.write([removal])
      await writer.finish()
    })
    const user = await supervisorOf(regency.code)
    const page = await client.get(`/${module.path}/${module.paths.record}/${key}/kenapa`).loginAs(user)
    page.assertStatus(200)
    for (const words of ['Keluar dari daftar', gone.label.id, gone.ground!.text.id, ruleVersion(module), 'Musyawarah 3 November'])
      assert.include(page.text(), words)
    const person = record!.groups[summary.people.group]![0]!
    const ofPerson = await client.get(`/${module.path}/${module.paths.record}/${key}/kenapa?orang=${person.key}`).loginAs(user)
    assert.include(ofPerson.text(), String(person[summary.people.name]))
    for (const text of [page.text(), ofPerson.text()]) assert.notInclude(text, String(person[summary.people.nik]))
    ;(await client.get(`/${module.path}/${module.paths.record}/${key}/kenapa?orang=lain`).loginAs(user)).assertStatus(404)

    const print = await client.get(`/${module.path}/${module.paths.record}/${key}/kenapa.pdf`).loginAs(user)
    assert.equal(print.header('content-type'), 'application/pdf')
    const by = ['--regency', regency.code, '--as', user.login, '--json']
    const { json } = await aceHere<Told>('record:explain', name, key, ...by)
    assert.deepInclude(json, { standing: 'removed', outcome: gone.code })
    assert.equal(json.rules.version, ruleVersion(module))
    assert.lengthOf(json.decisions, 1)

    const letter = () => client.post(`/${module.path}/${module.paths.record}/${key}/pemberitahuan`).loginAs(user).withCsrfToken()
    const [first, second] = [await letter(), await letter()]
    assert.equal(first.header('content-disposition'), second.header('content-disposition'))
    const told = (await pageTexts(first.body() as Buffer)).join(' ')
    assert.include(told, 'dapat mengajukan sanggah sampai dengan')
    assert.include(told, `Kepada Yth. Keluarga ${String(record!.values[summary.name])}`, 'who died reads no letter')
    assert.include(
      told.replaceAll(' : ', ' '),
      `${asked.label.id} ${answer.label.id} `,
      'what the outcome rests on is told without its code',
    )
    assert.notInclude(told, 'Tempat dalam kuota', 'who has the place now is no business of the family')
    const kept = await inScope(regency.code, (tx) =>
      query<{ number: string }>(tx, 'select number from removal_notices where regency_code = ?', [regency.code]),
    )
    assert.deepEqual(
      kept.map(({ number }) => number.slice(-5)),
      ['-0001'],
    )
    const other = records[1]!.key
    const refused = await aceHere('notice:print', name, other, ...by, '--out', '/tmp/siks-tidak-ada.pdf')
    assert.deepInclude(refused.json, { error: { ...(refused.json.error as object), code: 'E_NOTICE_STANDING' } })
  })
})
