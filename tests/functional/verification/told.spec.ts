import { test } from '@japa/runner'
import { sentenceOf } from '#services/fault'
import { ModuleUnknown } from '#services/named_module'
import { PluginOff } from '#services/plugin_switches'
import { BulkError } from '#verification/lists/bulk/undo_plan'
import { RegisterBusyError } from '#verification/review/errors'
import { StaleRecordsError } from '#verification/store/index'
import { household } from '#tests/functional/imports/support'
import { openOffice } from '#tests/functional/review/support'
import { regencyForTest } from '#tests/support/places'

test.group('Refusals in the language of the reader', () => {
  test('{0}')
    .with([
      [
        new PluginOff('bdt'),
        /^Module .*BDT is switched off for this region\. Nothing was changed; try again after it is switched on\.$/,
      ],
      [new ModuleUnknown('lain'), /^Verification module "lain" is not installed\. Installed: bdt/],
      [
        new BulkError('E_BULK_STATE'),
        /^This bulk outcome is not done yet or was taken back, so that it cannot be taken back now\.$/,
      ],
      [new RegisterBusyError(), /^A file is being applied to the data of this region\. Nothing was changed/],
      [new StaleRecordsError(['A']), /^A record changed since you opened the page\. Load it again/],
      [new StaleRecordsError(['A', 'B']), /^2 records changed since you opened the page\./],
    ] as [Error, RegExp][])
    .run(({ assert }, [error, english]) => {
      assert.match(sentenceOf(error, { locale: 'en' }), english)
      assert.equal(sentenceOf(error, { locale: 'id' }), error.message)
    })

  test('pages of a record, of papers, views and comparisons tell a refusal in English to whoever reads English', async ({
    client,
    assert,
  }) => {
    const { regency, supervisor } = await openOffice(([a]) => [household('K01', a!, 1)])
    const other = (await regencyForTest()).villages[0]!
    const told = async (address: string, form: Record<string, string>, locale: string) => {
      const request = client.post(`/bdt/${address}`).form(form).loginAs(supervisor).withSession({ locale })
      return String((await request.withCsrfToken().redirects(0)).flashMessage('error'))
    }
    const refusals: [address: string, form: Record<string, string>, id: string, en: string][] = [
      [
        'tampilan',
        { jenis: 'existing' },
        'Beri nama tampilan ini, paling panjang 60 karakter.',
        'Give this view a name of at most 60 characters.',
      ],
      [
        'cetak',
        { desa: other },
        `Desa/kelurahan "${other}" bukan bagian dari wilayah ${regency.code}.`,
        `Village "${other}" is not part of region ${regency.code}.`,
      ],
      [
        'perbandingan',
        {},
        'Pilih satu SK sebagai pembanding, lalu SK lain atau satu periode yang memuat wilayah ini.',
        'Choose a decree to compare with, then another decree or a period that holds this region.',
      ],
      [
        'ruta/K01/pemberitahuan',
        {},
        'Surat pemberitahuan hanya untuk yang keluar dari daftar dengan keputusan yang sudah diterima. Terima dahulu keputusannya.',
        'A notice is made only for those whom an accepted decision took off the list. Accept the decision first.',
      ],
    ]
    for (const [address, form, id, en] of refusals) {
      assert.equal(await told(address, form, 'id'), id, address)
      assert.equal(await told(address, form, 'en'), en, address)
    }
    const act = { laku: 'gone', grup: 'members', baris: 'K01-1', outcome: 'repaired', keberadaan: '99', version: '0' }
    const structure = client.post('/bdt/ruta/K01/susunan').form(act).loginAs(supervisor).withSession({ locale: 'en' })
    assert.include((await structure.withCsrfToken()).text(), 'Choose what happened.')
  })
})
