import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { query } from '#core/plugin'
import { aceHere, inScope, regencyForTest } from '#core/testing'

interface Answer {
  id: string | null
  accepted: number
  rejected: number
  replaced?: { code: string; before: number; after: number }[]
  removed?: number
  restored?: number
  error?: { code: string; message: string }
}

const REASON = 'Berkas yang dimuat milik tahap lain.'

async function load(kind: string, lines: readonly string[], ...more: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'siks-bsp-'))
  try {
    const file = join(folder, 'daftar.csv')
    writeFileSync(file, lines.join('\r\n'))
    return await aceHere<Answer>('list:load', kind, file, '--code-system', 'kemendagri', '--json', ...more)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const cutoff = (rows: readonly string[], ...more: string[]) =>
  load('bsp.cutoff', ['id_kpm;kode_desa;nama_pengurus;nik', ...rows], ...more)
const undo = (id: string) => aceHere<Answer>('list:undo', id, '--reason', REASON, '--json')
const listOf = async (regency: string) =>
  (
    await inScope(regency, (tx) =>
      query<{ row: string }>(
        tx,
        `select id_kpm || ' ' || nama_pengurus as row from bsp_cutoff where regency_code = ? order by id_kpm`,
        [regency],
      ),
    )
  ).map(({ row }) => row)

test.group('A file that stands for the whole list', () => {
  test('takes the place of the lists of the regencies that it names, and of no other; taken back, they stand again', async ({
    assert,
  }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    const [here, there] = [one.villages[0]!, other.villages[0]!]
    await cutoff([`P1;${here};ANI;`, `P2;${here};BUDI;`, `P3;${here};CITRA;`, `Q1;${there};DEWI;`])
    const rows = [`P2;${here};BUDI SANTOSO;`, `P9;${one.villages.at(-1)};EKO;`]
    const dry = await cutoff(rows, '--replace', '--dry-run')
    assert.deepEqual(dry.json.replaced, [{ code: one.code, before: 3, after: 2 }])
    assert.deepEqual(await listOf(one.code), ['P1 ANI', 'P2 BUDI', 'P3 CITRA'])
    const done = await cutoff(rows, '--replace')
    assert.equal(done.code, 0, done.stdout)
    assert.deepEqual(await listOf(one.code), ['P2 BUDI SANTOSO', 'P9 EKO'])
    assert.deepEqual(await listOf(other.code), ['Q1 DEWI'])
    const back = await undo(done.json.id!)
    assert.deepInclude(back.json, { removed: 2, restored: 3 })
    assert.deepEqual(await listOf(one.code), ['P1 ANI', 'P2 BUDI', 'P3 CITRA'])
    assert.deepEqual(await listOf(other.code), ['Q1 DEWI'])
  })

  test('is taken whole or not at all, and is held by what a later load added', async ({ assert }) => {
    const { code, villages } = await regencyForTest()
    const [village] = villages
    await cutoff([`R1;${village};ANI;`, `R2;${village};BUDI;`])
    const bad = await cutoff([`R2;${village};BUDI;`, `R3;${village};CITRA;12`], '--replace')
    assert.equal(bad.code, 1)
    assert.deepInclude(bad.json, { id: null, accepted: 0, rejected: 2 })
    assert.deepEqual(await listOf(code), ['R1 ANI', 'R2 BUDI'])
    const { json: whole } = await cutoff([`R2;${village};BUDI;`], '--replace')
    const { json: later } = await cutoff([`R1;${village};ANI LAGI;`])
    const held = await undo(whole.id!)
    assert.equal(held.json.error!.code, 'E_LOAD_KEPT')
    assert.match(held.json.error!.message, /mengganti 1 baris dari muatan ini, atau menambahnya\. Tarik/)
    assert.equal((await undo(later.id!)).code, 0)
    assert.equal((await undo(whole.id!)).code, 0)
    assert.deepEqual(await listOf(code), ['R1 ANI', 'R2 BUDI'])
  })

  test('is not asked of a list that has one row for a region', async ({ assert }) => {
    const { code } = await regencyForTest()
    const refused = await load('bsp.quota', ['kode_kab;kuota;tahap_bpnt', `${code};10;I`], '--replace')
    assert.equal(refused.code, 1)
    assert.equal(refused.json.error!.code, 'E_LOAD_CHOICE')
    assert.include(refused.json.error!.message, 'satu baris per wilayah')
  })
})
