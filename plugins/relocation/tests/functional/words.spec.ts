import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import i18nManager from '@adonisjs/i18n/services/main'
import { inventedRegister, regencyForTest, supervisorOf } from '#core/testing'

test('packages are to be issued anew for as many villages as a move concerns', ({ assert }) => {
  const told = (villages: number, locale = 'id') =>
    i18nManager.locale(locale).t('relocation.effect.packages_text', { villages }).split('terbitkan paket baru ').at(-1)
  assert.equal(told(1), 'untuk desa itu.')
  assert.equal(told(2), 'untuk kedua desa.')
  assert.equal(told(3), 'untuk 3 desa yang bersangkutan.')
  assert.include(told(1, 'en'), 'for that village.')
})

test('a list tells whoever reads English why its rows are not taken, and why a plan cannot run', async ({ client, assert }) => {
  const regency = await regencyForTest()
  const { records, summary } = await inventedRegister(regency, 2)
  const user = await supervisorOf(regency.code)
  const [here, there] = regency.villages as [string, string]
  const id = (index: number) => String(records[index]!.values[summary.registerKey])
  const folder = await mkdtemp(join(tmpdir(), 'pindah-'))
  const give = async (rows: string[]) => {
    const file = join(folder, 'pindah.csv')
    await writeFile(file, ['id_data;kode_desa_tujuan', ...rows].join('\n'))
    const sent = client.post('/pemindahan/rencana/berkas').loginAs(user).withSession({ locale: 'en' }).file('berkas', file)
    return sent.withCsrfToken().redirects(0)
  }
  const read = async (address: string) => (await client.get(address).loginAs(user).withSession({ locale: 'en' })).text()
  try {
    const useless = await give([`${id(0)};${here}`, `98;${there}`, `99;${there}`])
    assert.equal(
      useless.flashMessage('error'),
      'None of the 3 rows can be taken, so that no plan was made. ' +
        '2 rows (from row 3 on): No record of this period has this ID. Row 2: This record is in that village already.',
    )
    const plan = (await give([`${id(0)};${there}`, `${id(1)};${here}`, `${id(1)};33.71`, `9;${there};1`])).header('location')!
    const both = await read(plan)
    for (const told of [
      'Row 4 has the same ID; neither is taken.',
      '&quot;33.71&quot; is no code of a village. Write it as 33.71.01.1003.',
      'The row has 3 columns',
    ]) {
      assert.include(both, told)
    }
    assert.include(await read(`${plan}/ditolak.csv`), 'Row 4 has the same ID; neither is taken.')
    const other = (await give([`${id(0)};${there}`])).header('location')!
    const post = (address: string, form: Record<string, string>) =>
      client.post(address).form(form).loginAs(user).withSession({ locale: 'en' }).withCsrfToken().redirects(0)
    const run = await post(`${other}/jalankan`, { reason: 'Pindah rumah', token: 'lain' })
    assert.equal(
      run.flashMessage('error'),
      'The data changed since this preview was made. Nothing was moved; look at the new preview, then try again.',
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})
