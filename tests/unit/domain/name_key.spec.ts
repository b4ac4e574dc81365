import { test } from '@japa/runner'
import { nameKey } from '#domain/name_key'

const SPELLINGS = ["MA'RUF UJI", 'MA\u2019RUF UJI', 'MA\u02bcRUF UJI', 'MA\u0060RUF UJI']

test.group('Name key (S12)', () => {
  test('{0} has the key {1}')
    .with([
      ...SPELLINGS.map((name) => [name, 'MARUF UJI']),
      ['MA\u00b4RUF UJI', 'MARUF UJI'],
      ['MA\u2018RUF UJI', 'MARUF UJI'],
      ['NUR\u02bfAINI', 'NURAINI'],
      ['ABDUL "UJI" CONTOH', 'ABDUL UJI CONTOH'],
      ["Uji'ah (Contoh/Dua)", 'UJIAH CONTOHDUA'],
      ['  siti \u00a0\t nur\nhaliza ', 'SITI NUR HALIZA'],
      ['Andr\u00e9 Stra\u00dfe', 'ANDRE STRASSE'],
      ['I. B. \u2013 PUTRA', 'I B PUTRA'],
      ['RT 01', 'RT 01'],
      ['\u5f20 \u4f1f', '\u5f20 \u4f1f'],
      ['\ufb01rman', 'FIRMAN'],
      ["' -", ''],
      ['', ''],
    ] as [string, string][])
    .run(({ assert }, [name, key]) => {
      assert.strictEqual(nameKey(name), key)
      assert.strictEqual(nameKey(key), key)
    })

  test("searching ma'ruf and maruf finds all four spellings", ({ assert }) => {
    for (const word of ["ma'ruf", 'maruf']) {
      assert.lengthOf(
        SPELLINGS.filter((name) => nameKey(name).includes(nameKey(word))),
        4,
      )
    }
  })
})
