import { test } from '@japa/runner'
import { maskedNumber, maskSecret, toldCell, type SecretKind } from '#domain/mask'

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

  test('"{0}" is told as "{1}"')
    .with([
      ['3201014507859901', '3201••••••01'],
      ['JL MAWAR 3201014507859901 RT 01', 'JL MAWAR 3201••••••01 RT 01'],
      ['NIK: 3201 0145 0785 9901, KK 3201.0101.0118.9901', 'NIK: 3201••••••01, KK 3201••••••01'],
      ['3,201,014,507,859,901', '3,20••••••01'],
      ['3201-0145 - 0785-9901', '3201••••••01'],
      ['３２０１０１４５０７８５９９０１', '３２０１••••••０１'],
      ['3201\u200b014507859901', '3201••••••01'],
      ['NO 32010145O7859902', 'NO 3201••••••02'],
      ['32O1O145O78599O1', '32O1••••••O1'],
      ['kartu 6013010099990017', 'kartu 6013••••••17'],
      ['BUDI3201014507859901', 'BUDI3201••••••01'],
      ['33.71.01.1003', '33.71.01.1003'],
      ['RT 01/02 NO 12, 56111 TELP 0293 123456', 'RT 01/02 NO 12, 56111 TELP 0293 123456'],
      ['2019-01-31 12:30:00', '2019-01-31 12:30:00'],
      ['baris 1000001, 1000002, 1000003', 'baris 1000001, 1000002, 1000003'],
      ['3,20101E+15', '3,20101E+15'],
      ['3201••••••01', '3201••••••01'],
    ] as [string, string][])
    .run(({ assert }, [typed, told]) => {
      assert.strictEqual(maskedNumber(typed), told)
    })

  test('a number that is cut by the end of what is told stands there by its ends as well', ({ assert }) => {
    assert.equal(toldCell(`${'A'.repeat(70)} 3201014507859901`, 80), `${'A'.repeat(70)} 3201•••••`)
  })
})
