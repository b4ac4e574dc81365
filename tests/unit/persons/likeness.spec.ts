import { test } from '@japa/runner'
import { rank } from '#verification/persons/by_name'
import type { PersonHit } from '#verification/persons/hits'
import { nameLikeness, nearnessOf, soundOf } from '#verification/persons/likeness'
import { birthAgreement, slipsOf, swappedDate } from '#verification/persons/slips'

const near = (wanted: string, found: string) => nearnessOf(wanted, found, nameLikeness(wanted, found))

test.group('Likeness of names', () => {
  for (const [wanted, found, expected] of [
    ['Siti Aminah', 'SITI AMINAH', 'exact'],
    ["Ma'ruf Uji", 'MARUF UJI', 'exact'],
    ['SITI AMINA', 'SITI AMINAH', 'close'],
    ['SITTI AMINAH', 'SITI AMINAH', 'close'],
    ['ST AMINAH', 'SITI AMINAH', 'close'],
    ['AMINAH SITI', 'SITI AMINAH', 'close'],
    ['SOEHARTO', 'SUHARTO', 'close'],
    ['DJOKO TJAHJONO', 'JOKO CAHYONO', 'close'],
    ['ACHMAD YUSUF', 'AHMAD JUSUF', 'close'],
    ['MUH YUSUF', 'MUHAMMAD YUSUF', 'close'],
    ['MOCH. ROFII', 'MUHAMAD ROFII', 'close'],
    ['NURAINI', 'NUR AINI', 'close'],
    ['H. SLAMET RIYADI', 'SLAMET RIYADI', 'close'],
    ['FITRIANI', 'PITRIANI', 'close'],
    ['SLAMET', 'SLAMET RIYADI', 'close'],
    ['SLAMTE RIYADI', 'SLAMET RIYADI', 'close'],
    ['SLAMET R', 'SLAMET RIYADI', 'close'],
    ['SITI AMINAH', 'SITI ROHMAH', null],
    ['BUDI SANTOSO', 'SITI AMINAH', null],
    ['UJI', '', null],
  ] as const) {
    test(`"${wanted}" and "${found}" are ${expected ?? 'different'}`, ({ assert }) => {
      assert.equal(near(wanted, found), expected, String(nameLikeness(wanted, found)))
    })
  }

  test('spellings of one word sound alike, different words do not', ({ assert }) => {
    for (const [one, other] of [
      ['SOEHARTO', 'SUHARTO'],
      ['ACHMAD', 'AHMAD'],
      ['CHAIRUL', 'KHAIRUL'],
      ['CHANDRA', 'CANDRA'],
      ['SJARIF', 'SYARIF'],
      ['MOHAMMAD', 'MUH'],
      ['ZAINAL', 'JAINAL'],
      ['AMINAH', 'AMINA'],
    ]) {
      assert.equal(soundOf(one!), soundOf(other!), `${one} ${other}`)
    }
    assert.notEqual(soundOf('SITI'), soundOf('SUTI'))
  })
})

test.group('Slips of the typist', () => {
  const NUMBER = '3201014507859901'

  test('one wrong figure, two swapped, one left out and one too many lead back to the number', ({ assert }) => {
    for (const typed of ['3201014507859902', '3201014570859901', '320101450785990', '32010145078599011', '3201014507859910']) {
      assert.include(slipsOf(typed), NUMBER, typed)
    }
    assert.notInclude(slipsOf(NUMBER), NUMBER)
    assert.notInclude(slipsOf('3201014507859922'), NUMBER, 'two wrong figures')
    assert.deepEqual(slipsOf('32010145'), [])
  })

  test('a birth date speaks for a person as far as it agrees', ({ assert }) => {
    assert.equal(birthAgreement('1987-03-04', '1987-03-04'), 1)
    assert.equal(birthAgreement(null, '1987-03-04'), 1)
    assert.equal(birthAgreement('1987-03-04', '1987-04-03'), 0.95)
    assert.equal(birthAgreement('1987-03-04', '1987-03-05'), 0.9)
    assert.equal(birthAgreement('1987-03-04', '1986-03-04'), 0.9)
    assert.equal(birthAgreement('1987-03-04', null), 0.85)
    assert.equal(birthAgreement('1987-03-04', '1987-11-25'), 0.8)
    assert.equal(birthAgreement('1987-03-04', '1962-12-25'), 0.6)
    assert.equal(swappedDate('1987-03-04'), '1987-04-03')
    assert.isNull(swappedDate('1987-03-25'))
    assert.isNull(swappedDate('1987-03-03'))
  })
})

test.group('Order of what is found', () => {
  const hit = (key: string, name: string, birthDate: string | null = null, active = true): PersonHit => ({
    ...{ module: 'uji', periodId: 'p', recordKey: 'r', key, registerId: null, name, nik: null, kk: null, birthDate, sex: 2 },
    ...{ village: '33.71.01.1003', relation: 1, active, decile: 1, by: 'name', score: 0, past: false },
  })
  const order = (wanted: { name: string; born: string | null }, ...hits: PersonHit[]) => rank(hits, wanted).map(({ key }) => key)

  test('the same name comes first, then the likest, and a stranger not at all', ({ assert }) => {
    assert.deepEqual(
      order(
        { name: 'SITI AMINAH', born: null },
        hit('other', 'BUDI SANTOSO'),
        hit('longer', 'SITI AMINAH WATI'),
        hit('slip', 'SITI AMINNA'),
        hit('same', 'SITI AMINAH'),
      ),
      ['same', 'slip', 'longer'],
    )
  })

  test('an exact name stands before one that only sounds the same', ({ assert }) => {
    assert.deepEqual(order({ name: 'SUHARTO', born: null }, hit('a', 'SOEHARTO'), hit('b', 'SUHARTO')), ['b', 'a'])
  })

  test('of equal names the birth date decides, then that the person is still a member', ({ assert }) => {
    assert.deepEqual(
      order(
        { name: 'SITI AMINAH', born: '1987-03-04' },
        hit('elder', 'SITI AMINAH', '1962-12-25'),
        hit('gone', 'SITI AMINAH', '1987-03-04', false),
        hit('swapped', 'SITI AMINAH', '1987-04-03'),
        hit('same', 'SITI AMINAH', '1987-03-04'),
      ),
      ['same', 'gone', 'swapped', 'elder'],
    )
  })
})
