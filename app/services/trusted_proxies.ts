import { BlockList, isIP } from 'node:net'

const LOOPBACK = ['127.0.0.0/8', '::1']

/**
 * Whether what a neighbour says of the client (`X-Forwarded-For`, `X-Forwarded-Proto`) is believed: only of the proxies given by address
 * or CIDR, divided by commas; `loopback` stands for this machine. Nothing given: nobody is.
 *
 * @throws Error for `true`, which would believe every hop, and for what is no address
 */
export function trustedProxies(given: string | undefined): (address: string) => boolean {
  const list = new BlockList()
  const named = (given ?? '').split(',').map((part) => part.trim())
  for (const entry of named.flatMap((part) => (part === 'loopback' ? LOOPBACK : part === 'false' ? [] : part || [])))
    add(list, entry)
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function add(list: BlockList, entry: string) {
  const [address = '', length, ...rest] = entry.split('/')
  const family = isIP(address)
  const most = family === 6 ? 128 : 32
  const bits = length === undefined ? most : Number(length)
  if (family === 0 || rest.length > 0 || length === '' || !Number.isInteger(bits) || bits < 1 || bits > most) {
    throw new Error(
      `TRUST_PROXY=${entry} is no address: give the addresses or CIDR of the proxies, divided by commas, such as 127.0.0.1 or 10.0.0.0/24. See docs/install.md, section 5.`,
    )
  }
  list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4')
}
