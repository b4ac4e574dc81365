import { test } from '@japa/runner'
import { trustedProxies } from '#services/trusted_proxies'

test.group('Trusted proxies', () => {
  test('nobody is believed where none is named', ({ assert }) => {
    for (const given of [undefined, '', 'false']) assert.isFalse(trustedProxies(given)('127.0.0.1'), String(given))
  })

  test('those named by address or range are believed and no other hop', ({ assert }) => {
    const trusts = trustedProxies('10.1.0.0/16, 192.0.2.7,2001:db8::/32')
    for (const proxy of ['10.1.2.3', '192.0.2.7', '::ffff:192.0.2.7', '2001:db8::1']) assert.isTrue(trusts(proxy), proxy)
    for (const other of ['10.2.0.1', '192.0.2.8', '127.0.0.1', '2001:db9::1', 'unix']) assert.isFalse(trusts(other), other)
  })

  test('loopback is this machine alone', ({ assert }) => {
    const trusts = trustedProxies('loopback')
    for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) assert.isTrue(trusts(own), own)
    assert.isFalse(trusts('10.0.0.1'))
  })

  test('what would believe every hop, or is no address, is refused at the start')
    .with(['true', '1', '0.0.0.0/0', '::/0', '10.0.0.1/33', '10.0.0.1/', 'proxy.example.go.id'])
    .run(({ assert }, given) => {
      assert.throws(() => trustedProxies(given), /give the addresses or CIDR of the proxies/)
    })
})
