import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { query } from '#core/plugin'
import { aceHere, inScope, regencyForTest, type TestRegency } from '#core/testing'

interface Answer {
  id: string
  read: number
  accepted: number
  rejected: number
  parts: Record<string, { rejected: number }>
}

async function load(rows: readonly string[], ...more: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'siks-bsp-'))
  try {
    const file = join(folder, 'acuan.csv')
    await writeFile(file, ['id_kpm;kode_desa;nama_pengurus', ...rows].join('\r\n'))
    return await aceHere<Answer>('list:load', 'bsp.cutoff', file, '--code-system', 'kemendagri', '--json', ...more)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const undo = (id: string) =>
  aceHere<{ error?: { code: string; message: string } }>('list:undo', id, '--reason', 'Daftar yang keliru.', '--json')

const listOf = async ({ code }: TestRegency) =>
  (
    await inScope(code, (tx) =>
      query<{ id: string }>(tx, 'select id_kpm as id from bsp_cutoff where regency_code = ? order by 1', [code]),
    )
  ).map(({ id }) => id)

const reasonsOf = (id: string) =>
  inScope('00', (tx) =>
    query<{ reason: string }>(tx, `select cast(faults as text) as reason from load_rejections where load_id = cast(? as uuid)`, [
      id,
    ]),
  )

test.group('A family of the list of 2017', () => {
  test('stands in one regency: a row of another is not taken and says where it stands, the rest is', async ({ assert }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    await load([`W1;${one.villages[0]};ANI`, `W2;${one.villages[0]};BUDI`])
    const second = await load([`W2;${other.villages[0]};BUDI`, `W3;${other.villages[0]};CITRA`])
    assert.deepInclude(second.json, { read: 2, accepted: 1, rejected: 1 })
    const [told] = await reasonsOf(second.json.id)
    assert.include(told!.reason, `sudah tercatat di ${one.code}`)
    assert.deepEqual([await listOf(one), await listOf(other)], [['W1', 'W2'], ['W3']])
    const again = await load([`W1;${one.villages[1]};ANI PINDAH`])
    assert.deepInclude(again.json, { accepted: 1, rejected: 0 })
  })

  test('goes to another regency with a file that stands for the whole list of both', async ({ assert }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    await load([`X1;${one.villages[0]};ANI`, `X2;${one.villages[0]};BUDI`])
    const moved = await load([`X1;${one.villages[0]};ANI`, `X2;${other.villages[0]};BUDI`], '--replace')
    assert.deepInclude(moved.json, { accepted: 2, rejected: 0 })
    assert.deepEqual([await listOf(one), await listOf(other)], [['X1'], ['X2']])
  })

  test('does not come back beside itself when the list that left it out is taken back', async ({ assert }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    await load([`Y1;${one.villages[0]};ANI`, `Y2;${one.villages[0]};BUDI`])
    const replacing = await load([`Y1;${one.villages[0]};ANI`], '--replace')
    const later = await load([`Y2;${other.villages[0]};BUDI`])
    const held = await undo(replacing.json.id)
    assert.equal(held.json.error?.code, 'E_LOAD_KEPT')
    assert.match(held.json.error!.message, new RegExp(`^1 baris yang akan kembali kini tercatat di ${other.code} `))
    assert.deepEqual([await listOf(one), await listOf(other)], [['Y1'], ['Y2']])
    await undo(later.json.id)
    assert.equal((await undo(replacing.json.id)).code, 0)
    assert.deepEqual([await listOf(one), await listOf(other)], [['Y1', 'Y2'], []])
  })
})
