import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { ownRegionFolder, readRegionList } from '#services/region_list'
import { updateRegions } from '#services/region_loader'
import { aceHere } from '#tests/support/ace'

const inForce = async () => {
  const { rows } = await db.connection().rawQuery(
    `select (select count(*) from regions)::int as regions, (select md5(string_agg(code || name || coalesce(parent, ''), '|' order by code)) from regions) as list,
       (select md5(string_agg(old_code || new_code, '|' order by old_code)) from region_aliases) as aliases`,
  )
  return rows[0]
}

/** The first regions of the list, in its own form. */
const SMALL = {
  provinces: ['code,name', '11,Aceh', '96,Papua Barat Daya'],
  regencies: ['code,province_code,name', '11.01,11,Kabupaten Aceh Selatan', '96.01,96,Kabupaten Sorong', '96.71,96,Kota Sorong'],
  districts: ['code,regency_code,name', '11.01.01,11.01,Bakongan'],
  villages: ['code,district_code,name', '11.01.01.2001,11.01.01,Keude Bakongan'],
}

test.group('regions:load (S04, S05)', (group) => {
  let folder = ''
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-regions-'))
    for (const [name, lines] of Object.entries(SMALL)) await writeFile(join(folder, `${name}.csv`), lines.join('\n'))
    return () => rm(folder, { recursive: true, force: true })
  })
  const add = async (file: string, ...lines: string[]) => {
    const path = join(folder, file)
    const text = await readFile(path, 'utf8').catch(() => '')
    await writeFile(path, [text.trimEnd(), ...lines].filter(Boolean).join('\n'))
  }

  test('the list in force has 38 provinces and knows what six regencies of Papua Barat became', async ({ assert }) => {
    const provinces = await db.connection().from('regions').where('level', 1)
    assert.lengthOf(provinces, 38)
    const aliases: { old_code: string; new_code: string }[] = await db
      .connection()
      .from('region_aliases')
      .where('old_code', 'like', '92.%')
    assert.deepEqual(Object.fromEntries(aliases.map(({ old_code: from, new_code: to }) => [from, to])), {
      '92.01': '96.01',
      '92.04': '96.02',
      '92.05': '96.03',
      '92.09': '96.04',
      '92.10': '96.05',
      '92.71': '96.71',
    })
    for (const { new_code: code } of aliases) {
      const { parent } = await db.connection().from('regions').where('code', code).first()
      assert.equal(parent, '96')
    }
  })

  for (const { fault, file, lines, says } of [
    {
      fault: 'a code twice',
      file: 'villages.csv',
      lines: ['11.01.01.2001,11.01.01,Keude Lain'],
      says: /villages\.csv baris \d+: kode 11\.01\.01\.2001 sudah ada pada villages\.csv baris 2\./,
    },
    {
      fault: 'a village whose kecamatan is absent',
      file: 'villages.csv',
      lines: ['11.01.99.2001,11.01.99,Desa Uji'],
      says: /villages\.csv baris \d+: induk "11\.01\.99" dari 11\.01\.99\.2001 tidak ada\./,
    },
    {
      fault: 'a code that lost its zero',
      file: 'regencies.csv',
      lines: ['11.1,11,Kabupaten Uji'],
      says: /"11\.1" bukan kode wilayah tingkat 2/,
    },
    {
      fault: 'a code with a blank inside',
      file: 'regencies.csv',
      lines: ['36. 99,36,Kabupaten Uji'],
      says: /"36\. 99" bukan kode wilayah/,
    },
    { fault: 'a village in the list of kecamatan', file: 'districts.csv', lines: ['11.01.01.2999,11.01,Uji'], says: /tingkat 3/ },
    {
      fault: 'a parent of the wrong level',
      file: 'villages.csv',
      lines: ['11.01.01.2999,11.01,Uji'],
      says: /induk "11\.01" dari/,
    },
    { fault: 'a region without a name', file: 'provinces.csv', lines: ['99, '], says: /wilayah 99 tidak bernama/ },
    {
      fault: 'a former code that is in force',
      file: 'aliases.csv',
      lines: ['old_code,new_code,valid_from,decree', '96.71,96.01,2022-12-08,UU'],
      says: /kode lama 96\.71 masih ada/,
    },
    {
      fault: 'a former code that became nothing',
      file: 'aliases.csv',
      lines: ['old_code,new_code,valid_from,decree', '92.71,97.71,2022-12-08,UU'],
      says: /kode baru "97\.71" tidak ada/,
    },
    {
      fault: 'a former village that became a kecamatan',
      file: 'aliases.csv',
      lines: ['old_code,new_code,valid_from,decree', '11.01.01.2099,11.01.01,2022-12-08,Perda'],
      says: /kode lama "11\.01\.01\.2099" bukan kode wilayah setingkat 11\.01\.01/,
    },
    {
      fault: 'a former code that lost its zero',
      file: 'aliases.csv',
      lines: ['old_code,new_code,valid_from,decree', '92.7,96.71,2022-12-08,UU'],
      says: /kode lama "92\.7" bukan kode wilayah setingkat/,
    },
    {
      fault: 'a delimiter inside a name',
      file: 'villages.csv',
      lines: ['11.01.01.2002,11.01.01,Uji, Baru'],
      says: /villages\.csv baris 3: Baris berisi 4 kolom, sedangkan judulnya 3\./,
    },
    {
      fault: 'an error of a spreadsheet for a name',
      file: 'villages.csv',
      lines: ['11.01.01.2002,11.01.01,#N/A'],
      says: /villages\.csv baris 3: Kolom C berisi galat #N\/A\. Ketik ulang nilainya\./,
    },
    {
      fault: 'a former code twice',
      file: 'aliases.csv',
      lines: ['old_code,new_code,valid_from,decree', '92.71,96.71,2022-12-08,UU', '92.71,96.01,2022-12-08,UU'],
      says: /kode lama 92\.71 sudah ada pada aliases\.csv baris 2/,
    },
  ]) {
    test(`a list with ${fault} is refused with its row, and the old list stays in force`, async ({ assert }) => {
      const before = await inForce()
      await add(file, ...lines)
      const { code, json } = await aceHere<{ error: { code: string; message: string } }>('regions:load', folder, '--json')
      assert.equal(code, 1)
      assert.equal(json.error.code, 'E_REGIONS_FILE')
      assert.match(json.error.message, says)
      assert.include(json.error.message, 'yang lama tetap berlaku')
      assert.deepEqual(await inForce(), before)
    })
  }

  test('a newer list adds and renames; what it leaves out stays, for registers point to it', async ({ assert }) => {
    const before = await inForce()
    await add('villages.csv', `11.01.01.2998,11.01.01,Uji'ah (Contoh/Dua)`)
    assert.deepInclude(await updateRegions(folder), { read: 8, added: 1, changed: 0, kept: before.regions - 7 })
    const added = () => db.connection().from('regions').where('code', '11.01.01.2998').first()
    assert.deepInclude(await added(), {
      name: `Uji'ah (Contoh/Dua)`,
      name_key: 'UJIAH CONTOHDUA',
      parent: '11.01.01',
      kind: 'desa',
      level: 4,
    })
    assert.deepInclude(await updateRegions(folder), { added: 0, changed: 0 })
    await writeFile(join(folder, 'villages.csv'), ['code,district_code,name', '11.01.01.2998,11.01.01,Uji Baru'].join('\n'))
    assert.deepInclude(await updateRegions(folder), { added: 0, changed: 1 })
    assert.equal((await added()).name, 'Uji Baru')
    await db.connection('owner').from('regions').where('code', '11.01.01.2998').delete()
    assert.deepEqual(await inForce(), before)
  })

  test('a list in capitals, or with another word for the kind, names the same kabupaten and kota', async ({
    assert,
    cleanup,
  }) => {
    const before = await inForce()
    const own = await readRegionList(ownRegionFolder())
    const listed = SMALL.regencies.map((line) =>
      line.replace('Kabupaten Sorong', '\u200eKAB.  Sorong').replace('Kota S', 'KOTA  S'),
    )
    const regencies = db.connection('owner').from('regions').where('level', 2)
    const write = (lines: readonly string[]) => writeFile(join(folder, 'regencies.csv'), lines.join('\n'))
    cleanup(async () => {
      await write(SMALL.regencies)
      await updateRegions(folder)
    })
    await write(listed)
    await updateRegions(folder)
    assert.deepEqual(await inForce(), before)
    await write(SMALL.regencies.map((line, at) => (at === 0 ? line : line.toUpperCase())))
    await updateRegions(folder)
    const found: { code: string; name: string; kind: string }[] = await regencies.clone().whereIn('code', ['96.01', '96.71'])
    assert.deepEqual(found.map(({ code, name, kind }) => [code, name, kind]).sort(), [
      ['96.01', 'Kab. SORONG', 'kabupaten'],
      ['96.71', 'Kota SORONG', 'kota'],
    ])
    const kota: { code: string }[] = await regencies.clone().where('kind', 'kota')
    const named = own.regions.filter(({ level, name }) => level === 2 && name.startsWith('Kota'))
    assert.sameMembers(
      kota.map(({ code }) => code),
      named.map(({ code }) => code),
    )
  })

  test('a code that a newer list has again is no former code any more', async ({ assert, cleanup }) => {
    const before = await inForce()
    const aliases = () => db.connection('owner').from('region_aliases')
    await add('aliases.csv', 'old_code,new_code,valid_from,decree', '11.01.01.2997,11.01.01.2001,2022-12-08,Perda')
    const back = async () => {
      await aliases().where('old_code', '11.01.01.2997').delete()
      await db.connection('owner').from('regions').where('code', '11.01.01.2997').delete()
    }
    cleanup(back)
    await updateRegions(folder)
    assert.lengthOf(await aliases().where('old_code', '11.01.01.2997'), 1)
    await writeFile(join(folder, 'aliases.csv'), 'old_code,new_code,valid_from,decree\n')
    await add('villages.csv', '11.01.01.2997,11.01.01,Uji Kembali')
    await updateRegions(folder)
    assert.lengthOf(await aliases().where('old_code', '11.01.01.2997'), 0)
    await back()
    assert.deepEqual(await inForce(), before)
  })

  test('a regency of a province that is new in the list moves under it', async ({ assert, cleanup }) => {
    const before = await inForce()
    const regencies = SMALL.regencies.map((line) => (line.startsWith('96.71') ? '96.71,97,Kota Sorong' : line))
    await writeFile(join(folder, 'regencies.csv'), regencies.join('\n'))
    await add('provinces.csv', '97,Provinsi Uji')
    const regions = () => db.connection('owner').from('regions')
    const back = async () => {
      await regions().where('code', '96.71').update({ parent: '96' })
      await regions().where('code', '97').delete()
    }
    cleanup(back)
    assert.deepInclude(await updateRegions(folder), { added: 1, changed: 1 })
    assert.equal((await regions().where('code', '96.71').first()).parent, '97')
    await back()
    assert.deepEqual(await inForce(), before)
  })

  test('the list that comes with the product is whole', async ({ assert }) => {
    const { regions } = await readRegionList(ownRegionFolder())
    assert.deepEqual(
      [1, 2, 3, 4].map((level) => regions.filter((region) => region.level === level).length),
      [38, 514, 7285, 83_762],
    )
  })
})
