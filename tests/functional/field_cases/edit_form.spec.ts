import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { clock } from '#services/clock'
import { household } from '#tests/functional/imports/support'
import { openOffice, received, workingOf, write, type Office } from '#tests/functional/review/support'

const NIK = '3201014507859901'

/** Types what the boxes of the place shall hold into the form; gives the answer and the place as it is stored then. */
async function place(client: ApiClient, office: Office, latitude: string, longitude: string) {
  const version = (await workingOf(office, 'K01'))?.version ?? 0
  const answer = await client
    .post('/bdt/ruta/K01/ubah')
    .form({ blok: 'A', outcome: 'repaired', version, 'q-lat': latitude, 'q-long': longitude })
    .loginAs(office.supervisor)
    .withCsrfToken()
    .redirects(0)
  const { lat, long } = (await workingOf(office, 'K01'))?.doc.values ?? {}
  return { status: answer.status(), text: answer.text(), stored: [lat, long] }
}

/** Types answers of the second member, a woman born on 5 July 1985, into the form and gives her as she is stored then. */
async function type(client: ApiClient, office: Office, answers: Record<string, string>) {
  const version = (await workingOf(office, 'K01'))?.version ?? 0
  const typed = Object.fromEntries(Object.entries(answers).map(([name, value]) => [`q-members-0-${name}`, value]))
  const answer = await client
    .post('/bdt/ruta/K01/ubah')
    .form({ blok: 'IV', baris: 'K01-2', outcome: 'repaired', version, 'k-members-0': 'K01-2', ...typed })
    .loginAs(office.supervisor)
    .withCsrfToken()
    .redirects(0)
  const record = await workingOf(office, 'K01')
  const problems = (record?.problems ?? []).filter(({ fields }) => fields.some(({ key }) => key === 'K01-2'))
  return {
    status: answer.status(),
    member: record?.doc.groups.members?.find(({ key }) => key === 'K01-2'),
    found: problems.map(({ rule, severity, params }) => `${rule} ${severity}${params?.case ? ` ${params.case}` : ''}`),
  }
}

const open = () => openOffice(([village]) => [household('K01', village!, 1)])

test.group('Identity numbers and dates in the edit form (S01, S02, S03, S06)', (group) => {
  group.each.teardown(() => clock.restore())

  test('a NIK typed with dots and blanks, or copied with its apostrophe, is stored as sixteen digits', async ({
    client,
    assert,
  }) => {
    const office = await open()
    for (const typed of [
      '32.0101.450785.9901',
      '3201 0145 0785 9901',
      ` ${NIK} `,
      `'${NIK}`,
      '3201\u00a00145\u00a00785\u00a09901',
    ]) {
      await type(client, office, { nik: '3201014507859902' })
      const { member, found } = await type(client, office, { nik: typed })
      assert.equal(member?.nik, NIK, typed)
      assert.deepEqual(found, [], typed)
    }
  })

  test('what a spreadsheet ate, and a number of another length, is kept as typed and blocks; it is never repaired', async ({
    client,
    assert,
  }) => {
    const office = await open()
    for (const typed of [
      '3,20101E+15',
      '3.20101E+15',
      '32010145078599O1',
      '320101450785990',
      '32010145078599011',
      '3201014507850000',
    ]) {
      const { member, found } = await type(client, office, { nik: typed })
      assert.equal(member?.nik, typed)
      assert.lengthOf(
        found.filter((problem) => problem.startsWith('BDT-R01 block')),
        1,
        typed,
      )
    }
  })

  test('placeholders mean that there is no NIK, which warns and blocks nothing', async ({ client, assert }) => {
    const office = await open()
    for (const typed of ['0', '-', '0000000000000000', '—', '']) {
      await type(client, office, { nik: NIK })
      const { member, found } = await type(client, office, { nik: typed })
      assert.isUndefined(member?.nik, typed)
      assert.deepEqual(found, ['BDT-R01 warn missing'], typed)
    }
  })

  test('a NIK that disagrees with birth date or sex is stored with a warning; one from elsewhere is no fault', async ({
    client,
    assert,
  }) => {
    const office = await open()
    assert.deepEqual((await type(client, office, { nik: NIK, tgl_lahir: '06/07/1985' })).found, ['BDT-R03 warn'])
    assert.deepEqual((await type(client, office, { nik: '3201010507859901', tgl_lahir: '05/07/1985' })).found, [
      'BDT-R03 warn sex',
    ])
    assert.deepEqual((await type(client, office, { nik: '9271014507859901' })).found, [])
    for (const impossible of ['3201017504789906', '3201014513789909', '3201016902019905', '3201010004789908'])
      assert.deepEqual((await type(client, office, { nik: impossible })).found, ['BDT-R01 block DATE'], impossible)
  })

  test('every way of writing a date that Indonesia knows is one day; the American and the short one are refused', async ({
    client,
    assert,
  }) => {
    const office = await open()
    for (const typed of [
      '5/7/1985',
      '05-07-1985',
      '05.07.1985',
      '1985-07-05',
      '1985/7/5',
      '5 Juli 1985',
      '05 Jul 1985',
      '5 JULI 1985',
    ]) {
      await type(client, office, { tgl_lahir: '01/01/1980' })
      assert.equal((await type(client, office, { tgl_lahir: typed })).member?.tgl_lahir, '1985-07-05', typed)
    }
    for (const typed of [
      '07/25/1985',
      '31/02/1985',
      '00/07/1985',
      '05/07/85',
      '1985',
      '5 Jolly 1985',
      '1985/25/07',
      '29/02/2001',
    ]) {
      const { status, member } = await type(client, office, { tgl_lahir: typed })
      assert.deepEqual([status, member?.tgl_lahir], [422, '1985-07-05'], typed)
    }
    const ahead = await type(client, office, { tgl_lahir: '26/11/2026' })
    assert.include(ahead.found, 'BDT-R14 block future')
  })
})

test.group('The place in the edit form (S19)', (group) => {
  group.each.teardown(() => clock.restore())

  test('decimals behind a point or a comma, and "lat, long" as a map gives it, are that place', async ({ client, assert }) => {
    const office = await open()
    for (const [latitude, longitude, ...stored] of [
      ['-8.4838', '115.1234', -8.4838, 115.1234],
      ['-8,4838', '115,1234', -8.4838, 115.1234],
      ['-8.483', '115.123', -8.483, 115.123],
      ['-8.4838, 115.1234', '', -8.4838, 115.1234],
      ['-7.479733599999999,110.21775429999', '115.1234', -7.479733599999999, 110.21775429999],
      ['\u22128.4838', '\u00a0115.1234', -8.4838, 115.1234],
      ['\u20138,4838', '115', -8.4838, 115],
    ] as [string, string, number, number][]) {
      await place(client, office, '', '')
      const read = await place(client, office, latitude, longitude)
      assert.deepEqual([read.status, read.stored], [302, stored], latitude)
    }
    assert.deepEqual((await place(client, office, '', '')).stored, [undefined, undefined])
  })

  test('the box takes a pasted place whole, so that the browser cuts no digit off', async ({ client, assert }) => {
    const office = await open()
    const page = await client.get('/bdt/ruta/K01/ubah?blok=A').loginAs(office.supervisor)
    const box = /<input[^>]*name="q-lat"[^>]*>/.exec(page.text())?.[0] ?? ''
    assert.isAtLeast(Number(/maxlength="(\d+)"/.exec(box)?.[1]), '-7.479733599999999, 110.21775429999999'.length, box)
  })

  test('what is no place is refused at its box with the reason, and what was typed stands there', async ({ client, assert }) => {
    const office = await open()
    await place(client, office, '-8.4838', '115.1234')
    for (const [latitude, longitude, reason] of [
      ['--8.4838', '115.1234', 'Lintang harus'],
      ['abc', '115.1234', 'Lintang harus'],
      ['95', '115.1234', 'Lintang harus'],
      ['115.1234', '-8.4838', 'Lintang harus'],
      ['115.1234, -8.4838', '', 'Lintang harus'],
      ['7\u00b028 11 S', '110\u00b013 02 E', 'Lintang harus'],
      ['-8.4838', '181', 'Bujur harus'],
      ['-8.4838', 'timur', 'Bujur harus'],
      ['-8.4838', '', 'Lintang dan bujur harus diisi keduanya'],
    ] as const) {
      const { status, text, stored } = await place(client, office, latitude, longitude)
      assert.deepEqual([status, stored], [422, [-8.4838, 115.1234]], latitude)
      assert.include(text, reason)
      assert.include(text, `value="${latitude}"`)
    }
  })
})

test.group('Numbers in the edit form (S08)', (group) => {
  group.each.teardown(() => clock.restore())

  test('the Indonesian way of writing a number is read, every other is refused and nothing is stored', async ({
    client,
    assert,
  }) => {
    const office = await open()
    const area = async (typed: string) => {
      const version = (await workingOf(office, 'K01'))?.version ?? 0
      const answer = await client
        .post('/bdt/ruta/K01/ubah')
        .form({ blok: 'III', outcome: 'repaired', version, 'q-luas_lantai': typed })
        .loginAs(office.supervisor)
        .withCsrfToken()
        .redirects(0)
      return [answer.status(), (await workingOf(office, 'K01'))?.doc.values.luas_lantai]
    }
    for (const [typed, value] of [
      ['36', 36],
      ['36,5', 36.5],
      ['36,50', 36.5],
      ['1.250', 1250],
      ['1.250,25', 1250.25],
      ['\u00a0 48 ', 48],
    ] as const) {
      assert.deepEqual(await area(typed), [302, value], typed)
    }
    for (const typed of ['36.5', '1.25', '1,250', '1,250.50', '36 m2', '36,125', '3,6E+1', 'tiga puluh', '1.25.0'])
      assert.deepEqual(await area(typed), [422, 48], typed)
  })
})

test.group('Texts of several lines in the edit form (S12)', (group) => {
  group.each.teardown(() => clock.restore())

  test('a name with a line break is left as it is by who saves another answer, and no two words become one', async ({
    client,
    assert,
  }) => {
    const office = await open()
    const doc = (await workingOf(office, 'K01'))?.doc ?? household('K01', office.regency.villages[0]!, 1)
    const [name, address] = ['SITI\nUJI', 'JL UJI 1\nRT 02']
    doc.values.alamat = address
    doc.groups.members!.find(({ key }) => key === 'K01-2')!.nama = name
    await write(office, received(doc))
    const page = await client.get('/bdt/ruta/K01/ubah?blok=IV&baris=K01-2').loginAs(office.supervisor)
    const [box = ''] = /<input[^>]*name="q-members-0-nama"[^>]*>/.exec(page.text()) ?? []
    assert.include(box, 'value="SITI UJI"')
    const { member } = await type(client, office, { nama: 'SITI UJI', tgl_lahir: '06/07/1985' })
    assert.deepInclude(member, { nama: name, tgl_lahir: '1985-07-06' })

    const send = async (text: string) => {
      const version = (await workingOf(office, 'K01'))!.version
      const form = { blok: 'I', outcome: 'repaired', version, 'q-alamat': text }
      await client.post('/bdt/ruta/K01/ubah').form(form).loginAs(office.supervisor).withCsrfToken().redirects(0)
      return (await workingOf(office, 'K01'))!.doc.values.alamat
    }
    assert.equal(await send(address.replace('\n', '\r\n')), address)
    assert.equal(await send('JL UJI 2\r\nRT 03'), 'JL UJI 2\nRT 03', 'a line break as every other door writes it')
  })
})
