import { PDFiumLibrary } from '@hyzyla/pdfium'
import { test } from '@japa/runner'
import type { PersonReference } from '#core/plugin'
import { subjectReport } from '../../services/report.js'
import { NAME, NIK, office, readsOf } from './support.js'

/** Text of a PDF as another program reads it. */
async function textOf(content: Uint8Array): Promise<string> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(content)
  const text = [...document.pages()].map((page) => page.getText()).join(' ')
  document.destroy()
  library.destroy()
  return text.replace(/\s+/g, ' ')
}

test.group('The report to the person concerned', () => {
  test('names every reading that the log has of him, itself among them, and no more', async ({ client, assert }) => {
    const { supervisor, as, subject, regency, register, record, person } = await office()
    const reference: PersonReference = { module: register.module, recordKey: record.key, key: person.key }
    const look = await client
      .post('/kesos/cari')
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
      .form({ cara: 'nomor', nomor: NIK, keperluan: 'complaint' })
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

  test('is a PDF with what is known and who read it; numbers stay masked', async ({ client, assert }) => {
    const { supervisor, as, subject } = await office()
    const look = await client
      .post('/kesos/cari')
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
      .form({ cara: 'nomor', nomor: NIK, keperluan: 'complaint' })
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
