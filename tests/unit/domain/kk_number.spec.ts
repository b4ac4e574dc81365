import { inspect } from 'node:util'
import { test } from '@japa/runner'
import { KkNumber } from '#domain/kk_number'
import { codeOf } from './code_of.js'

test.group('No KK', () => {
  test('{0} gives {1}')
    .with([
      ['3201010101189901', 'accepted'],
      ['3201012902009901', 'accepted'],
      ['320101010118990', 'E_KK_FORMAT'],
      ['32010101O1189901', 'E_KK_FORMAT'],
      ['1111111111111111', 'E_KK_REPEATED'],
      ['3201010101180000', 'E_KK_SERIAL'],
      ['3201014101189901', 'E_KK_DATE'],
      ['3201012902199901', 'E_KK_DATE'],
      ['3201010113189901', 'E_KK_DATE'],
    ])
    .run(({ assert }, [text, verdict]) => {
      assert.strictEqual(
        codeOf(() => KkNumber.parse(text)),
        verdict,
      )
      assert.strictEqual(KkNumber.tryParse(text)?.text ?? null, verdict === 'accepted' ? text : null)
    })

  test('it is printed masked everywhere', ({ assert }) => {
    const kk = KkNumber.parse('3201010101189901')
    assert.strictEqual(kk.region6, '320101')
    assert.strictEqual(`${kk}`, '3201**********01')
    assert.strictEqual(JSON.stringify([kk]), '["3201**********01"]')
    assert.strictEqual(inspect(kk), 'KkNumber(3201**********01)')
    assert.isTrue(kk.equals(KkNumber.parse(kk.text)))
  })
})
