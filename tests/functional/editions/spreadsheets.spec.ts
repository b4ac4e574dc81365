import { test } from '@japa/runner'
import { readXlsx } from 'hucre/xlsx'
import { v7 as uuid } from 'uuid'
import { rejectedRows } from '#services/loads/rejections'
import { templateOf } from '#services/loads/template'
import { regencyForTest } from '#tests/support/places'
import { atDesk, bring, kindNamed, run, workbook, type Cell } from './desk_support.js'
import { column } from './support.js'

const NEW = () => ({ name: `Edisi ${uuid()}`, decree: '8/HUK/2019', decree_date: '2019-01-10', code_system: 'kemendagri' })
const MEMBERS = ['idbdt', 'idartbdt', 'nuk', 'nama', 'nik', 'tgl_lahir', 'jns_kel']

/** A household with a member for each row of cells: NIK, birth date. */
async function loadMembers(rows: readonly (readonly Cell[])[]) {
  const { code, villages } = await regencyForTest()
  const sheets = {
    Ruta: [
      ['idbdt', 'village_code', 'nama_krt'],
      ['S1', villages[0]!, 'UJI'],
    ],
    Anggota: [
      MEMBERS,
      ...rows.map(([nik = null, born = null], at) => ['S1', `S1${String(at + 1).padStart(2, '0')}`, 1, 'UJI', nik, born, 2]),
    ],
  }
  const load = await run(await bring('bdt.edition', { 'data.xlsx': await workbook(sheets) }), NEW(), { apply: true })
  const faults = await atDesk((tx) => rejectedRows(tx, load.id, 'members', { after: 0, size: 100 }))
  return {
    code,
    load,
    rejected: Object.fromEntries(faults.map(({ row, faults: [fault] }) => [row, fault!.reason.id])),
    stored: (name: string) => column('bdt_members', name, load.editionId!, code),
  }
}

test.group('Field cases of spreadsheets at the desk', () => {
  test('a NIK that a spreadsheet kept as a number is taken only where no digit can be lost (S01)', async ({ assert }) => {
    const { rejected, stored } = await loadMembers([
      [3201014507859901],
      [3201014507859900],
      ['3,20101E+15'],
      ["'3201014507859901"],
      [' 3201014507859901 '],
      ['32.0101.450785.9901'],
      ['3201 0145 0785 9901'],
      ['3201\u00a00145\u00a00785\u00a09901'],
      ['32010145078599O1'],
    ])
    const right = '3201014507859901'
    assert.deepEqual(await stored('nik'), { S101: right, S104: right, S105: right, S106: right, S107: right, S108: right })
    assert.deepEqual(Object.keys(rejected), ['3', '4', '10'])
    assert.match(rejected[3]!, /tersimpan sebagai bilangan sehingga angka terakhirnya tidak dapat dipercaya/)
    assert.match(rejected[4]!, /notasi ilmiah/)
  })

  test('date cells are the days they show; a bare number is no date (S07)', async ({ assert }) => {
    const day = (text: string) => new Date(`${text}T00:00:00Z`)
    const { rejected, stored } = await loadMembers([
      ['3201012512629921', day('1962-12-25')],
      [null, day('1949-01-01')],
      [null, '25 Desember 1962'],
      [null, 23005],
      [null, day('2090-01-01')],
    ])
    assert.deepEqual(await stored('tgl_lahir'), { S101: '1962-12-25', S102: '1949-01-01', S103: '1962-12-25' })
    assert.match(rejected[5]!, /Sel berisi angka, bukan tanggal/)
    assert.match(rejected[6]!, /setelah|mendatang|sesudah/i)
  })

  test('a regency code that became a number is hinted at and never guessed (S04)', async ({ assert }) => {
    const rows: Cell[][] = [
      ['A1', '11.10', '1110012001'],
      ['A2', 11.1, '1110012001'],
      ['A3', '33.2', '3320012001'],
    ]
    const load = await run(
      await bring('bdt.edition', {
        'data.xlsx': await workbook({
          Ruta: [['idbdt', 'kode_kab', 'village_code', 'nama_krt'], ...rows.map((row) => [...row, 'UJI'])],
          Anggota: [MEMBERS, ['A1', 'A101', 1, 'UJI', null, null, 2]],
        }),
      }),
      NEW(),
    )
    const faults = await atDesk((tx) => rejectedRows(tx, load.id, 'households', { after: 0, size: 10 }))
    const reasons = Object.fromEntries(
      faults.map(({ row, faults: list }) => [row, list.map(({ reason }) => reason.id).join(' ')]),
    )
    assert.notProperty(reasons, '2')
    assert.match(reasons[3]!, /"11\.1" kurang angka. Mungkin maksudnya 11\.10 Kab\. Aceh Singkil/)
    assert.match(reasons[4]!, /"33\.2" kurang angka. Mungkin maksudnya 33\.20 Kab\. Jepara/)
  })

  test("the product's own template, filled with one good row, is taken, and so is every code it offers (S09)", async ({
    assert,
  }) => {
    const { villages } = await regencyForTest()
    const parts = await kindNamed('bdt.edition').parts()
    const template = await readXlsx(await templateOf(parts, 'id'))
    const english = await readXlsx(await templateOf(parts, 'en'))
    assert.deepEqual(english.sheets.at(-1)!.rows[0], ['Sheet', 'Column', 'Meaning of the column', 'Code', 'Meaning of the code'])
    const headings = (sheet: number) => template.sheets[sheet]!.rows[0]!.map(String)
    const good: Record<string, Cell> = {
      idbdt: 'T1',
      village_code: villages[0]!,
      nama_krt: 'UJI',
      idartbdt: 'T101',
      nuk: 1,
      nama: 'UJI',
      nik: '',
    }
    const filled = Object.fromEntries(
      [0, 2].map((sheet) => [template.sheets[sheet]!.name, [headings(sheet), headings(sheet).map((name) => good[name] ?? null)]]),
    )
    const load = await run(await bring('bdt.edition', { 'contoh.xlsx': await workbook(filled) }), NEW())
    assert.deepEqual([load.read, load.accepted, load.rejected], [2, 2, 0])

    const codes = parts[0]!.columns.flatMap(({ name, codes: offered = [] }) => offered.map(({ code }) => [name, code] as const))
    const rows = codes.map(([name, code], at) => {
      const cells: Record<string, Cell> = { ...good, idbdt: `C${at}`, [name]: code }
      return headings(0).map((heading) => cells[heading] ?? null)
    })
    const offered = await run(
      await bring('bdt.edition', {
        'kode.xlsx': await workbook({ Ruta: [headings(0), ...rows], Anggota: [MEMBERS, ['C0', 'C001', 1, 'UJI', '', '', 1]] }),
      }),
      NEW(),
    )
    assert.equal(offered.report!.parts.households!.rejected, 0)
    assert.equal(offered.report!.parts.households!.accepted, codes.length)
  })
})
