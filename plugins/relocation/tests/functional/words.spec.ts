import { test } from '@japa/runner'
import i18nManager from '@adonisjs/i18n/services/main'

test('packages are to be issued anew for as many villages as a move concerns', ({ assert }) => {
  const told = (villages: number, locale = 'id') =>
    i18nManager.locale(locale).t('relocation.effect.packages_text', { villages }).split('terbitkan paket baru ').at(-1)
  assert.equal(told(1), 'untuk desa itu.')
  assert.equal(told(2), 'untuk kedua desa.')
  assert.equal(told(3), 'untuk 3 desa yang bersangkutan.')
  assert.include(told(1, 'en'), 'for that village.')
})
