import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { query, type Tx } from '#services/scope'
import { testList, type TestList } from '#plugins/bsp/tests/functional/support'
import { inPlace } from '#tests/functional/finalisation/support'
import { aceHere } from '#tests/support/ace'
import { untilSomebodyWaits } from '#tests/support/locks'
import { inScope } from '#tests/support/places'

interface Told {
  id: string
  error?: { code: string; message: string }
}

async function load({ regency }: TestList, quota: number) {
  const folder = await mkdtemp(join(tmpdir(), 'siks-basis-'))
  try {
    const file = join(folder, 'kuota.csv')
    await writeFile(file, `kode_kab;kuota;tahap_bpnt\r\n${regency.code};${quota};II`)
    return await aceHere<Told>('list:load', 'bsp.quota', file, '--code-system', 'kemendagri', '--json')
  } finally {
    await rm(folder, { recursive: true })
  }
}

const undo = (id: string) => aceHere<Told>('list:undo', id, '--reason', 'Berkas tahap lain', '--json')

const quotaOf = async ({ regency }: TestList) =>
  (
    await inScope(regency.code, (tx) =>
      query<{ quota: number }>(tx, 'select quota from bsp_quotas where regency_code = ?', [regency.code]),
    )
  )[0]?.quota

const lock = ({ place }: TestList, tx: Tx) =>
  query(tx, 'select 1 from finalisations where period_id = ? and regency_code = ? for update', [place.periodId, place.regency])

const stateTo = ({ place }: TestList, tx: Tx, state: string) =>
  query(tx, 'update finalisations set state = ? where period_id = ? and regency_code = ?', [state, place.periodId, place.regency])

test.group('What a finalisation is judged by', () => {
  test('is neither loaded nor taken back while it is being sealed', async ({ assert }) => {
    const list = await testList({ quota: null })
    const first = await load(list, 5)
    assert.equal(first.code, 0, first.stdout)
    await inPlace(list.place, (tx) => stateTo(list, tx, 'finalising'))
    const refused = [await load(list, 3), await undo(first.json.id)]
    for (const { code, json } of refused) {
      assert.equal(code, 1)
      assert.equal(json.error!.code, 'E_LOAD_SEALING')
      assert.include(json.error!.message, `Sedang difinalisasi berdasarkan daftar ini: ${list.regency.code}`)
    }
    assert.equal(await quotaOf(list), 5)
    await inPlace(list.place, (tx) => stateTo(list, tx, 'open'))
    assert.equal((await load(list, 3)).code, 0)
    assert.equal(await quotaOf(list), 3)
  })

  test('stays when a finalisation begins at the moment at which its load is taken back', async ({ assert }) => {
    const list = await testList({ quota: null })
    const first = await load(list, 5)
    let undone: ReturnType<typeof undo> | undefined
    await inPlace(list.place, async (tx) => {
      await lock(list, tx)
      undone = undo(first.json.id)
      await untilSomebodyWaits('for share')
      await stateTo(list, tx, 'finalising')
    })
    assert.equal((await undone!).json.error?.code, 'E_LOAD_SEALING')
    assert.equal(await quotaOf(list), 5)
  })
})
