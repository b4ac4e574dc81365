import { test } from '@japa/runner'
import { query, type PersonReference } from '#core/plugin'
import { inventedRegister, pageTexts } from '#core/testing'
import { reportPdf } from '../../paper/report.js'
import { subjectReport } from '../../services/report.js'
import { ask, byNumber, NAME, NIK, office, readsOf } from './support.js'

/** Text of a PDF as another program reads it. */
const textOf = async (content: Uint8Array) => (await pageTexts(content)).join(' ')

test.group('The report to the person concerned', () => {
  test('names every reading that the log has of him, itself among them, and no more', async ({ client, assert }) => {
    const { supervisor, as, subject, regency, register, record, person } = await office()
    const reference: PersonReference = { module: register.module, recordKey: record.key, key: person.key }
    const look = await ask(client, supervisor, byNumber(NIK))
    const address = look.header('location')!
    await client.get(address).loginAs(supervisor)
    await client
      .post('/rahasia/buka')
      .loginAs(supervisor)
      .withCsrfToken()
      .header('accept', 'application/json')
      .json({
        ...{ object_type: `${register.module}.record`, object_id: record.key, purpose: 'audit' },
        field: `${register.summary.people.group}/${person.key}/${register.summary.people.nik}`,
      })
    const report = await as((tx) =>
      subjectReport(
        tx,
        { regency: regency.code, address: '::1' },
        { reference, purpose: 'subject', lookup: address.split('/')[3]!, asked: {}, locale: 'id' },
      ),
    )
    const logged = await as((tx) => readsOf(tx, subject))
    const revealed = report.reads.filter(({ action }) => action === 'reveal')
    assert.lengthOf(revealed, 1)
    assert.sameMembers(
      report.reads.filter(({ action }) => action !== 'reveal').map(({ id }) => id),
      logged.map(({ id }) => id),
    )
    assert.deepEqual(
      report.reads.map(({ action }) => action),
      ['print', 'reveal', 'open', 'search'],
      'newest first',
    )
  })

  test('tells what another module has of him under its own decree, and who read it there', async ({ client, assert }) => {
    const { supervisor, as, regency, register, record, person } = await office()
    const other = await inventedRegister(
      regency,
      2,
      ([first], { people }) => {
        Object.assign(first!.groups[people.group]![0]!, { [people.nik]: NIK, [people.name]: NAME })
      },
      1,
    )
    const [there] = other.records
    const opened = await client
      .post('/rahasia/buka')
      .loginAs(supervisor)
      .withCsrfToken()
      .header('accept', 'application/json')
      .json({
        ...{ object_type: `${other.module}.record`, object_id: there!.key, purpose: 'audit' },
        field: `${other.summary.people.group}/${there!.groups[other.summary.people.group]![0]!.key}/${other.summary.people.nik}`,
      })
    opened.assertStatus(200)
    const reference: PersonReference = { module: register.module, recordKey: record.key, key: person.key }
    const { content, report } = await as(async (tx) => {
      const found = await subjectReport(
        tx,
        { regency: regency.code, address: '::1' },
        { reference, purpose: 'subject', lookup: record.key, asked: {}, locale: 'id' },
      )
      return { report: found, content: await reportPdf(tx, regency.code, found) }
    })
    assert.deepEqual(
      report.reads.map(({ action, object }) => [action, object]),
      [
        ['print', 'kesos.report'],
        ['reveal', `${other.module}.record`],
      ],
    )
    const part = report.view.parts.find(({ module }) => module === other.module)!
    const text = await textOf(content)
    const table = text.slice(text.indexOf(`Keikutsertaan program: ${part.title}`))
    const [programme] = part.programmes
    assert.include(table, `Program ${part.states[0]!.decree.decree} ${programme!.name.id} (rumah tangga) Ya`)
    assert.include(text, `Membuka nomor pada data ${other.module.toUpperCase()}`)
    const [field] = report.view.elsewhere.find(({ module }) => module === other.module)!.shown.household.flatMap((b) => b.fields)
    assert.include(text, field!.label)

    const look = await ask(client, supervisor, byNumber(NIK))
    const card = await client.get(`${look.header('location')!.split('/').slice(0, 4).join('/')}/0`).loginAs(supervisor)
    card.assertTextIncludes(`<th scope="col">${part.states[0]!.decree.decree}</th>`)
    assert.notInclude(card.text(), `<th scope="col">${other.editionId}`)
  })

  test('tells the number of all readings, however many, and that it prints the newest of them', async ({ assert }) => {
    const { supervisor, as, subject, regency, register, record, person } = await office()
    const { content, report } = await as(async (tx) => {
      await query(
        tx,
        `with made as (
           insert into reads (id, regency_code, at, user_id, user_name, action, purpose, object_type, object_id, fields, address)
           select gen_random_uuid(), :regency, now() - n * interval '1 minute', :user, :name, 'open', 'verval', 'kesos.card', 'x', '{}', '::1'
           from generate_series(1, 2500) n returning id)
         insert into read_subjects (regency_code, read_id, subject) select :regency, id, :subject from made`,
        { regency: regency.code, user: supervisor.id, name: supervisor.name, subject },
      )
      const found = await subjectReport(
        tx,
        { regency: regency.code, address: '::1' },
        {
          reference: { module: register.module, recordKey: record.key, key: person.key },
          ...{ purpose: 'subject', lookup: record.key, asked: {}, locale: 'id' },
        },
      )
      return { report: found, content: await reportPdf(tx, regency.code, found) }
    })
    assert.lengthOf(report.reads, 2501)
    const text = await textOf(content)
    assert.include(text, '2.501')
    assert.include(text, '300')
  })

  test('is a PDF with what is known and who read it; numbers stay masked', async ({ client, assert }) => {
    const { supervisor, as, subject } = await office()
    const look = await ask(client, supervisor, byNumber(NIK))
    const asked = client
      .post(`${look.header('location')!}/laporan`)
      .loginAs(supervisor)
      .withCsrfToken()
      .form({ keperluan: 'subject' })
    asked.request.responseType('blob')
    const pdf = await asked
    pdf.assertStatus(200)
    pdf.assertHeader('content-type', 'application/pdf')
    const text = await textOf(pdf.body() as Uint8Array)
    for (const words of ['Laporan Subjek Data', NAME, '3201**********01', supervisor.name, 'Permintaan pemilik data']) {
      assert.include(text, words)
    }
    assert.notInclude(text, NIK)
    const reads = await as((tx) => readsOf(tx, subject))
    assert.include(text, `Siapa yang membaca data ini: ${reads.length} kali`)
    assert.deepEqual(
      reads.map(({ action }) => action),
      ['search', 'print'],
    )
  })
})
