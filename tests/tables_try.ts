import { createHash } from 'node:crypto'
import { verificationTables } from '#verification/store/tables'
import { instrument as bdt } from '#plugins/bdt/instrument/index'
import { instrument as bsp } from '#plugins/bsp/instrument/index'
import { instrument as pbi } from '#plugins/pbi/instrument/index'
process.env.DATABASE_URL ??= 'postgres://a:b@localhost/x'; process.env.DATABASE_OWNER_URL ??= 'postgres://o:b@localhost/x'
for (const i of [bdt, bsp, pbi]) {
  const said: string[] = []
  const schema = { schema: { raw: (s: string) => said.push(s.replace(/\s+/g, ' ')) }, db: { rawQuery: async () => ({ rows: [{ found: null }] }) } } as never
  const t = verificationTables(schema, i as never)
  try { await t.create() } catch (e) { console.log(e) }
  t.drop()
  console.log(said.length, createHash('sha256').update(said.join('\n')).digest('hex'))
  if (process.argv[2]) (await import('node:fs')).writeFileSync(process.argv[2] + i.root.name, said.join('\n'))
}
process.exit(0)
