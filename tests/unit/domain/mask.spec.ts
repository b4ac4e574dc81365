import { test } from '@japa/runner'
import { maskSecret, type SecretKind } from '#domain/mask'

test.group('Masks', () => {
  test('{0} "{1}" is shown as "{2}"')
    .with([
      ['nik', '3201014507859901', '3201**********01'],
      ['nik', '320101450785990', '3201*********90'],
      ['nik', '32010145', '********'],
      ['nik', '', ''],
      ['kk', '3201010101189901', '3201**********01'],
      ['card', '6013010099990017', '************0017'],
      ['card', '12345', '*****'],
      ['account', '0098765432', '*******432'],
      ['account', '98765', '*****'],
      ['name', 'SITI AMINAH UJI', 'S*** A*** U***'],
      ['name', ' Ma\u2019ruf ', 'M***'],
      ['name', '', ''],
    ] as [SecretKind, string, string][])
    .run(({ assert }, [kind, text, shown]) => {
      assert.strictEqual(maskSecret(kind, text), shown)
    })
})
