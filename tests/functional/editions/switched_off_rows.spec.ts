import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { runAndWait } from '#services/jobs/run_and_wait'
import { requestApply, requestCheck, saveMapping } from '#services/loads/acts'
import { findLoad } from '#services/loads/loads'
import { rejectedRows } from '#services/loads/rejections'
import { previewTakeBack, requestTakeBack } from '#services/loads/take_back'
import { pluginEnabled } from '#services/plugin_switches'
import { CONSOLE, query, scope } from '#services/scope'
import { setPluginSwitch } from '#services/switches/set_switch'
import { aceHere } from '#tests/support/ace'
import { ministryStaff } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { textOf } from '#tests/functional/review/support'
import { atDesk, bring, csv, formOf, kindNamed, run } from './desk_support.js'
import { stored } from './support.js'

const OPTIONS = { code_system: 'kemendagri' }

async function turn(plugin: string, region: string, state: 'on' | 'off'): Promise<void> {
  await scope.run(scope.of(region, CONSOLE), (tx) => setPluginSwitch(tx, { plugin, region, state, reason: 'Uji muat data' }))
  while ((await pluginEnabled(plugin, region)) !== (state === 'on')) await wait(50)
}

test.group('Loads of the ministry where a module is off', () => {
  test('rows of a list are held back with the reason, counted as rejected, and come in once it is on', async ({ assert }) => {
    const [off, on] = [await regencyForTest(), await regencyForTest()]
    const quotas = { 'kuota.csv': csv(['kode_kab', 'kuota'], [off.code, 10], [on.code, 20]) }
    const kept = (code: string) =>
      inScope(code, (tx) => query<{ quota: number }>(tx, 'select quota from bsp_quotas where regency_code = ?', [code]))
    await turn('bsp', off.code, 'off')
    try {
      const load = await run(await bring('bsp.quota', quotas), OPTIONS, { apply: true })
      assert.deepEqual([load.state, load.read, load.accepted, load.rejected], ['applied', 2, 1, 1])
      const [row] = await atDesk((tx) => rejectedRows(tx, load.id, 'rows', { after: 0, size: 10 }))
      assert.equal(row!.row, 2)
      assert.include(row!.faults[0]!.reason.id, `dinonaktifkan di ${off.code}`)
      assert.include(row!.faults[0]!.reason.id, 'baris ini ditahan. Muat kembali setelah modul diaktifkan.')
      assert.include(row!.faults[0]!.reason.en, `is switched off in ${off.code}`)
      assert.deepEqual([await kept(off.code), await kept(on.code)], [[], [{ quota: 20 }]])
    } finally {
      await turn('bsp', off.code, 'on')
    }
    const again = await run(await bring('bsp.quota', quotas), OPTIONS, { apply: true })
    await turn('bsp', off.code, 'off')
    try {
      await assert.rejects(
        () => atDesk((tx) => previewTakeBack(tx, kindNamed('bsp.quota'), again.id)),
        new RegExp(`^Modulnya dinonaktifkan di ${off.code} `),
      )
    } finally {
      await turn('bsp', off.code, 'on')
    }
    assert.deepEqual([again.accepted, again.rejected], [2, 0])
    assert.deepEqual(await kept(off.code), [{ quota: 10 }])
  })

  test('a check, a load and its taking back end with the refusal of the module that is off for the ministry, and go on later', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    const kind = kindNamed('kesos.dukcapil')
    const answers = csv(['kode_kab', 'nik', 'hasil', 'tanggal'], [code, '3201014507859901', 1, '2026-11-01'])
    const { id } = await bring(kind.id, { 'padan.csv': answers })
    const stateOf = () => atDesk((tx) => findLoad(tx, id))
    const form = await formOf(await stateOf())
    const whileOff = async (ask: () => Promise<string>) => {
      const job = await ask()
      await turn('kesos', '00', 'off')
      try {
        assert.containsSubset(await runAndWait(job), { state: 'failed', error: 'E_PLUGIN_OFF' })
      } finally {
        await turn('kesos', '00', 'on')
      }
      return (await stateOf()).state
    }
    const check = () =>
      atDesk(async (tx) => {
        await saveMapping(tx, kind, id, form, OPTIONS)
        return requestCheck(tx, kind, id)
      })
    assert.equal(await whileOff(check), 'draft')
    await runAndWait(await check())
    const apply = () => atDesk((tx) => requestApply(tx, id))
    assert.equal(await whileOff(apply), 'checked')
    await runAndWait(await apply())
    const back = () => atDesk((tx) => requestTakeBack(tx, kind, id, 'Berkas bulan yang lain.'))
    const rows = () => inScope(code, (tx) => query(tx, 'select 1 from kesos_dukcapil where regency_code = ?', [code]))
    assert.equal(await whileOff(back), 'applied')
    assert.lengthOf(await rows(), 1)
    await runAndWait(await back())
    const byCommand = async () =>
      (await aceHere<{ error: { code: string } }>('list:undo', id, '--reason', 'Uji perintah saja.', '--json')).json.error.code
    await turn('kesos', '00', 'off')
    try {
      assert.equal(await byCommand(), 'E_PLUGIN_OFF')
    } finally {
      await turn('kesos', '00', 'on')
    }
    assert.equal(await byCommand(), 'E_LOAD_STATE')
    assert.deepInclude(await stateOf(), { state: 'taken_back', takenBackReason: 'Berkas bulan yang lain.' })
    assert.lengthOf(await rows(), 0)
  })

  test('base data is taken, for an edition never changes, and the report says that it waits for the switch', async ({
    client,
    assert,
  }) => {
    const off = await regencyForTest()
    await turn('bdt', off.code, 'off')
    try {
      const load = await run(
        await bring('bdt.edition', {
          'ruta.csv': csv(['idbdt', 'village_code', 'nama_krt', 'alamat'], ['O1', off.villages[0]!, 'SATU', 'JL UJI']),
          'art.csv': csv(['idbdt', 'idartbdt', 'nuk', 'nama', 'nik', 'jns_kel'], ['O1', 'O101', 1, 'SATU', '', 1]),
        }),
        { name: `Edisi ${uuid()}`, decree: '8/HUK/2019', decree_date: '2019-01-10', ...OPTIONS },
        { apply: true },
      )
      assert.deepEqual([load.state, load.accepted, load.rejected], ['applied', 2, 0])
      assert.deepInclude(load.report!.regencies[0], { code: off.code, records: 1, off: true })
      assert.lengthOf(await stored('bdt_households', load.editionId!, off.code), 1)
      const page = await client.get(`/admin/data/${load.id}`).loginAs(await ministryStaff())
      assert.include(textOf(page.text()), 'Modul ini dinonaktifkan di sini; datanya dimuat dan menunggu')
    } finally {
      await turn('bdt', off.code, 'on')
    }
  })
})
